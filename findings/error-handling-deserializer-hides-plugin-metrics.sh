#!/usr/bin/env bash
# spring-kafka 4.1.1 with kafka-clients 4.2.1: serializers that delegate hide KIP-877's Monitorable.
#
# Since Kafka 4.1 a client hands its (de)serializer a PluginMetrics object when that implements Monitorable, so that it can
# register metrics of its own. spring-kafka's ErrorHandlingDeserializer and its DelegatingBy... (de)serializers implement no
# Monitorable and pass nothing on: the same class registers its metrics when it is configured directly, and silently has none
# as soon as it stands behind one of them, which for the error-handling one is the recommended set-up.
#
# Seen (2026-11-28):
#   deserializer: called
#   behind ErrorHandlingDeserializer: not called
#   behind DelegatingByTopicDeserializer: not called
#   serializer: called
#   behind DelegatingByTypeSerializer: not called
#   behind DelegatingByTopicSerializer: not called
#
# Needs a JDK 17 and Maven; exits with 0 while this is so. No broker is needed: the clients are only made and closed.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.springframework.kafka</groupId><artifactId>spring-kafka</artifactId><version>4.1.1</version></dependency>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka-clients</artifactId><version>4.2.1</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
cat >Finding.java <<'JAVA'
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.metrics.Monitorable;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.serialization.*;
import org.springframework.kafka.support.serializer.*;

public class Finding {
    static boolean called;

    static class Reading extends StringDeserializer implements Monitorable {
        public void withPluginMetrics(PluginMetrics metrics) {
            called = true;
        }
    }

    static class Writing extends StringSerializer implements Monitorable {
        public void withPluginMetrics(PluginMetrics metrics) {
            called = true;
        }
    }

    static void consumer(String name, Deserializer<?> value) {
        called = false;
        new KafkaConsumer<>(Map.of("bootstrap.servers", "localhost:1"), new StringDeserializer(), value).close();
        System.out.println(name + (called ? ": called" : ": not called"));
    }

    static void producer(String name, Serializer<?> value) {
        called = false;
        new KafkaProducer<>(Map.of("bootstrap.servers", "localhost:1"), new StringSerializer(), value).close();
        System.out.println(name + (called ? ": called" : ": not called"));
    }

    public static void main(String[] args) {
        consumer("deserializer", new Reading());
        consumer("behind ErrorHandlingDeserializer", new ErrorHandlingDeserializer<>(new Reading()));
        consumer("behind DelegatingByTopicDeserializer",
                new DelegatingByTopicDeserializer(Map.of(Pattern.compile("orders"), new Reading()), new Reading()));
        producer("serializer", new Writing());
        producer("behind DelegatingByTypeSerializer", new DelegatingByTypeSerializer(Map.of(String.class, new Writing())));
        producer("behind DelegatingByTopicSerializer",
                new DelegatingByTopicSerializer(Map.of(Pattern.compile("orders"), new Writing()), new Writing()));
    }
}
JAVA
cat >expected <<'OUT'
deserializer: called
behind ErrorHandlingDeserializer: not called
behind DelegatingByTopicDeserializer: not called
serializer: called
behind DelegatingByTypeSerializer: not called
behind DelegatingByTopicSerializer: not called
OUT
mvn -q -B dependency:build-classpath -Dmdep.outputFile=classpath >&2
java -cp "$(cat classpath)" Finding.java 2>/dev/null | tee seen
diff expected seen >&2 && echo "as described"
