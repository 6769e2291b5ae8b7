// Admits audit events and turns everything else into a quarantine document: the same rules, ids and indices as Logstash's
// admit.rb, so that both can read one topic, or follow each other, without a duplicate. Filebeat's JavaScript is ECMAScript 5.1.

var retentionDays = 0;
var aheadHours = 0;

function register(params) {
    retentionDays = Number(params.retention_days);
    aheadHours = Number(params.ahead_hours);
}

function parse(text) {
    try {
        var document = JSON.parse(text);
        return document !== null && typeof document === "object" && !Array.isArray(document) ? document : null;
    } catch (e) {
        return null;
    }
}

// Elasticsearch takes {"event": {"id": …}} and {"event.id": …} for the same; an id has at most 512 bytes.
function idOf(document) {
    var event = document === null ? null : document.event;
    var id = typeof event === "object" && event !== null && event.id !== undefined ? event.id
        : document === null ? null : document["event.id"];
    return typeof id === "string" && id !== "" && unescape(encodeURIComponent(id)).length <= 512 ? id : null;
}

function refusal(document, id, now) {
    if (document === null) {
        return ["not-json", "The record is not one JSON object."];
    }
    if (id === null) {
        return ["no-id", "The document has no event.id of 1 to 512 bytes."];
    }
    var time = typeof document["@timestamp"] === "string" ? Date.parse(document["@timestamp"]) : NaN;
    if (isNaN(time)) {
        return ["bad-timestamp", "The document has no @timestamp that can be read."];
    }
    var day = time - (time % 86400000);
    if (retentionDays > 0 && now - day >= retentionDays * 86400000) {
        return ["too-old", "The event is older than the " + retentionDays + " days that events are kept."];
    }
    if (aheadHours > 0 && time - now > aheadHours * 3600000) {
        return ["in-the-future", "The event is more than " + aheadHours + " hours ahead of this host's clock."];
    }
    if (document["@metadata"] !== undefined) {
        return ["rejected", "Filebeat cannot represent the document: a field named @metadata"];
    }
    return null;
}

function process(event) {
    var text = String(event.Get("message"));
    var document = parse(text);
    var id = idOf(document);
    var refused = refusal(document, id, Date.now());
    event.Put("event.ingested", new Date().toISOString());
    if (refused === null) {
        event.Put("@metadata._id", id);
        return;
    }
    event.Put("event.original", text);
    event.Put("event.reason", refused[1]);
    if (id !== null) {
        event.Put("event.id", id);
    }
    event.Put("kafka_audit.quarantine.cause", refused[0]);
    event.Put("kafka_audit.quarantine.encoding", "text");
    var topic = event.Get("kafka.topic");
    if (topic !== null) {
        var partition = String(event.Get("kafka.partition"));
        var offset = event.Get("kafka.offset");
        event.Put("messaging.destination.name", topic);
        event.Put("messaging.destination.partition.id", partition);
        event.Put("messaging.kafka.offset", offset);
        event.Put("kafka_audit.record.coordinate", topic + "/" + partition + "/" + offset);
        event.Put("@metadata._id", topic + "-" + partition + "-" + offset);
    } else if (id !== null) {
        event.Put("@metadata._id", id);
    }
    event.Delete("message");
}
