package io.github.kafkaaudit.sample;

import io.github.kafkaaudit.json.EventFields;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Questions to Elasticsearch that work as they are printed. */
final class Questions {

    private static final String LINES = "&size=50&sort=@timestamp&filter_path=hits.hits._source.message&pretty";

    private final String curl;
    private final String url;

    Questions(String url, SampleSettings.Elasticsearch external) {
        this.url = url;
        var command = new StringBuilder("curl -s");
        if (external.caCertificate() != null) {
            command.append(" --cacert ").append(external.caCertificate());
        }
        if (external.user() != null) {
            command.append(" -u ").append(external.user());
        }
        curl = command.toString();
    }

    List<String> about(List<Story.Settled> settled) {
        var incident = settled.get(1);
        var applicant = incident.act().applicantId();
        var coordinate = settled.get(2).events().stream()
                .map(event -> event.coordinate())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("recruit.result/0/0");
        return List.of(
                "Both services and the servers keep running until Ctrl-C. Ask Elasticsearch yourself:",
                "",
                "# all about an applicant, by a field inside the payload",
                search(EventFields.PAYLOAD_JSON + ".applicantId:\"" + applicant + "\"", LINES),
                "# how often it was really published",
                count(EventFields.EVENT_ACTION + ":message-produced AND " + EventFields.PAYLOAD_JSON + ".applicantId:\""
                        + applicant + "\""),
                "# the life of one record",
                search(EventFields.RECORD_COORDINATE + ":\"" + coordinate + "\"", LINES),
                "# every failure, complete",
                search(EventFields.EVENT_OUTCOME + ":failure", "&pretty"));
    }

    private String search(String query, String options) {
        return curl + " '" + url + "/kafka-audit-*/_search?q=" + encoded(query) + options + "'";
    }

    private String count(String query) {
        return curl + " '" + url + "/kafka-audit-*/_count?q=" + encoded(query) + "&pretty'";
    }

    private static String encoded(String query) {
        return URLEncoder.encode(query, StandardCharsets.UTF_8);
    }
}
