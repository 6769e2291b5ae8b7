// Admits audit events and turns everything else into a quarantine document: the rules of docs/admission.md, ids and indices as of
// Logstash's admit.rb, so that both can read one topic, or follow each other, without a duplicate. Filebeat's JavaScript is
// ECMAScript 5.1: README.md says what it cannot see.

var MAX_BYTES = 1048576;
var MAX_DEPTH = 203;
var MAX_VALUES = 150000;
var MAX_ID_BYTES = 512;
var EXCERPT_LENGTH = 1000;
var ROOT_NAMES = ["@timestamp", "ecs", "error", "event", "host", "kafka_audit", "message", "messaging", "process", "service", "span", "trace"];
var TIME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;
var BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

var retentionDays = 0;
var aheadHours = 0;

function register(params) {
    retentionDays = Number(params.retention_days);
    aheadHours = Number(params.ahead_hours);
}

// The bytes of a text in UTF-8, each as a character; half of a surrogate pair is the replacement character.
function utf8(text) {
    var whole = text.replace(/[\ud800-\udbff](?![\udc00-\udfff])/g, "\ufffd").replace(/(^|[^\ud800-\udbff])[\udc00-\udfff]/g, "$1\ufffd");
    return unescape(encodeURIComponent(whole));
}

function base64(bytes) {
    var result = "";
    for (var i = 0; i < bytes.length; i += 3) {
        var three = (bytes.charCodeAt(i) << 16) | ((bytes.charCodeAt(i + 1) || 0) << 8) | (bytes.charCodeAt(i + 2) || 0);
        result += BASE64.charAt(three >> 18) + BASE64.charAt((three >> 12) & 63)
            + (i + 1 < bytes.length ? BASE64.charAt((three >> 6) & 63) : "=")
            + (i + 2 < bytes.length ? BASE64.charAt(three & 63) : "=");
    }
    return result;
}

function parse(text) {
    try {
        var document = JSON.parse(text);
        return document !== null && typeof document === "object" && !Array.isArray(document) ? document : null;
    } catch (e) {
        return null;
    }
}

// Fills the two measures of a document; stops where a limit is exceeded.
function measure(value, depth, found) {
    found.values += 1;
    if (value === null || typeof value !== "object" || found.values > MAX_VALUES) {
        return;
    }
    found.depth = Math.max(found.depth, depth);
    var names = Object.keys(value);
    for (var i = 0; i < names.length && depth <= MAX_DEPTH; i++) {
        measure(value[names[i]], depth + 1, found);
    }
}

function hasOnlyKnownNames(document) {
    return Object.keys(document).every(function (name) {
        return ROOT_NAMES.indexOf(name) >= 0;
    });
}

function idOf(document) {
    var event = document === null ? null : document.event;
    var id = typeof event === "object" && event !== null && !Array.isArray(event) ? event.id : null;
    return typeof id === "string" && id !== "" && utf8(id).length <= MAX_ID_BYTES ? id : null;
}

// Milliseconds since 1970; NaN for what is no time in the one form, or does not exist.
function timeOf(text) {
    var parts = typeof text === "string" ? TIME.exec(text) : null;
    if (parts === null) {
        return NaN;
    }
    var day = new Date(Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])));
    var exists = day.getUTCMonth() === Number(parts[2]) - 1 && Number(parts[4]) < 24 && Number(parts[5]) < 60 && Number(parts[6]) < 60;
    var zone = parts[8] === "Z" ? 0 : Number(parts[8].substring(1, 3)) * 60 + Number(parts[8].substring(4));
    if (!exists || zone > 1080 || (parts[8] !== "Z" && Number(parts[8].substring(4)) > 59)) {
        return NaN;
    }
    var time = day.getTime() + (Number(parts[4]) * 60 + Number(parts[5])) * 60000 + Number(parts[6]) * 1000
        + Math.floor(Number("0" + (parts[7] || ".0")) * 1000) + (parts[8].charAt(0) === "-" ? zone : -zone) * 60000;
    return time < 0 || time > 253402300799999 ? NaN : time;
}

function refusal(text, size, document, id, now) {
    if (size > MAX_BYTES) {
        return ["too-large", "The record has " + size + " bytes, more than " + MAX_BYTES + "."];
    }
    if (size === 0) {
        return ["not-json", "The record is empty."];
    }
    if (document === null) {
        return ["not-json", "The record is not exactly one JSON object."];
    }
    var found = {depth: 0, values: 0};
    measure(document, 1, found);
    if (found.depth > MAX_DEPTH) {
        return ["too-deep", "The record is nested more than " + MAX_DEPTH + " levels deep."];
    }
    if (found.values > MAX_VALUES) {
        return ["too-many-values", "The record has more than " + MAX_VALUES + " values."];
    }
    if (!hasOnlyKnownNames(document)) {
        return ["unknown-member", "The record has a member at its root that no audit event has."];
    }
    if (id === null) {
        return ["no-id", "The event has no event.id of 1 to " + MAX_ID_BYTES + " bytes."];
    }
    return ageRefusal(timeOf(document["@timestamp"]), now);
}

function ageRefusal(time, now) {
    if (isNaN(time)) {
        return ["bad-timestamp", "The event has no @timestamp that can be read."];
    }
    var day = time - (time % 86400000);
    if (retentionDays > 0 && now - day >= retentionDays * 86400000) {
        return ["too-old", "The event is older than the " + retentionDays + " days that are kept."];
    }
    if (aheadHours > 0 && time - now > aheadHours * 3600000) {
        return ["in-the-future", "The event is more than " + aheadHours + " hours ahead of this host's clock."];
    }
    return null;
}

function process(event) {
    var text = String(event.Get("message"));
    var bytes = utf8(text);
    var document = bytes.length > MAX_BYTES ? null : parse(text);
    var id = idOf(document);
    var refused = refusal(text, bytes.length, document, id, Date.now());
    event.Put("event.ingested", new Date().toISOString());
    if (refused === null) {
        event.Put("@metadata._id", id);
        return;
    }
    event.Put("event.original", base64(bytes));
    event.Put("event.reason", refused[1]);
    if (id !== null && ["bad-timestamp", "too-old", "in-the-future"].indexOf(refused[0]) >= 0) {
        event.Put("event.id", id);
    }
    event.Put("kafka_audit.quarantine.cause", refused[0]);
    event.Put("kafka_audit.quarantine.encoding", "base64");
    event.Put("kafka_audit.quarantine.size", bytes.length);
    var topic = event.Get("kafka.topic");
    if (topic !== null) {
        var partition = String(event.Get("kafka.partition"));
        var offset = event.Get("kafka.offset");
        event.Put("messaging.destination.name", topic);
        event.Put("messaging.destination.partition.id", partition);
        event.Put("messaging.kafka.offset", offset);
        event.Put("kafka_audit.record.coordinate", topic + "/" + partition + "/" + offset);
        event.Put("@metadata._id", topic + "-" + partition + "-" + offset);
    }
    if (text === "") {
        event.Delete("message");
    } else {
        event.Put("message", text.substring(0, EXCERPT_LENGTH));
    }
}
