#!/usr/bin/env bash
# CloudEvents Java SDK 4.0.1 (cloudevents-kafka, cloudevents-json-jackson): in structured mode the data that a consumer is
# given is not the data that the producer sent.
#
# The serializer copies JSON data into the envelope as it is: the bytes on the topic keep every digit. The deserializer reads
# them into a tree whose fractions are doubles and hands that out as the event's data: digits beyond a double's are gone, a
# trailing zero is gone, 1e2 is 100.0. So a digest, a signature or an amount that is computed from getData() differs from the
# producer's. In binary mode, and for data that is not JSON by its content type, the bytes come back unchanged.
#
# Seen (2026-11-28), for the data {"amount":1.10,"rate":12345678901234567.123456789,"limit":1e2}:
#   STRUCTURED on the topic: {"amount":1.10,"rate":12345678901234567.123456789,"limit":1e2}
#   STRUCTURED read: {"amount":1.1,"rate":1.2345678901234568E16,"limit":100.0}
#   BINARY read: {"amount":1.10,"rate":12345678901234567.123456789,"limit":1e2}
#
# Needs a JDK 17 and Maven; exits with 0 while this is so.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>io.cloudevents</groupId><artifactId>cloudevents-kafka</artifactId><version>4.0.1</version></dependency>
    <dependency><groupId>io.cloudevents</groupId><artifactId>cloudevents-json-jackson</artifactId><version>4.0.1</version></dependency>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka-clients</artifactId><version>4.2.1</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
cat >Finding.java <<'JAVA'
import static java.nio.charset.StandardCharsets.UTF_8;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.message.Encoding;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.kafka.CloudEventDeserializer;
import io.cloudevents.kafka.CloudEventSerializer;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;

public class Finding {
    static final String DATA = "{\"amount\":1.10,\"rate\":12345678901234567.123456789,\"limit\":1e2}";

    public static void main(String[] args) {
        for (Encoding encoding : Encoding.values()) {
            Map<String, Object> config = new HashMap<>();
            config.put(CloudEventSerializer.ENCODING_CONFIG, encoding.name());
            if (encoding == Encoding.STRUCTURED) {
                config.put(CloudEventSerializer.EVENT_FORMAT_CONFIG, JsonFormat.CONTENT_TYPE);
            }
            CloudEventSerializer serializer = new CloudEventSerializer();
            serializer.configure(config, false);
            CloudEvent event = CloudEventBuilder.v1().withId("1").withSource(URI.create("/orders")).withType("placed")
                    .withData("application/json", DATA.getBytes(UTF_8)).build();
            RecordHeaders headers = new RecordHeaders();
            byte[] wire = serializer.serialize("orders", headers, event);
            if (encoding == Encoding.STRUCTURED) {
                String text = new String(wire, UTF_8);
                System.out.println("STRUCTURED on the topic: " + text.substring(text.indexOf("\"data\":") + 7, text.length() - 1));
            }
            byte[] read = new CloudEventDeserializer().deserialize("orders", headers, wire).getData().toBytes();
            System.out.println(encoding + " read: " + new String(read, UTF_8));
        }
    }
}
JAVA
cat >expected <<'OUT'
STRUCTURED on the topic: {"amount":1.10,"rate":12345678901234567.123456789,"limit":1e2}
STRUCTURED read: {"amount":1.1,"rate":1.2345678901234568E16,"limit":100.0}
BINARY read: {"amount":1.10,"rate":12345678901234567.123456789,"limit":1e2}
OUT
mvn -q -B dependency:build-classpath -Dmdep.outputFile=classpath >&2
java -cp "$(cat classpath)" Finding.java 2>/dev/null | tee seen
diff expected seen >&2 && echo "as described"
