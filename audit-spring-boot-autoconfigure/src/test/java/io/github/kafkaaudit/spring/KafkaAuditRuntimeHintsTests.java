package io.github.kafkaaudit.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.proxies;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.reflection;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.resource;

import io.github.kafkaaudit.AuditSink;
import io.github.kafkaaudit.kafka.AuditingConsumerInterceptor;
import io.github.kafkaaudit.kafka.AuditingDeserializer;
import io.github.kafkaaudit.kafka.AuditingPollInterceptor;
import io.github.kafkaaudit.kafka.AuditingSerializer;
import io.github.kafkaaudit.kafka.MonitoredDeserializer;
import io.github.kafkaaudit.kafka.MonitoredSerializer;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.kafka.core.DefaultShareConsumerFactory;
import org.springframework.util.ClassUtils;

class KafkaAuditRuntimeHintsTests {

    private final RuntimeHints hints = hints();

    @Test
    void isRegistered() {
        assertThat(SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
                        .load(RuntimeHintsRegistrar.class))
                .anyMatch(KafkaAuditRuntimeHints.class::isInstance);
    }

    @ParameterizedTest
    @ValueSource(classes = {Producer.class, Consumer.class, ShareConsumer.class})
    void knowsTheProxiesOfClients(Class<?> client) {
        assertThat(proxies().forInterfaces(client)).accepts(hints);
    }

    @Test
    void knowsTheProxyOfAShareConsumerFactory() {
        assertThat(proxies().forInterfaces(ClassUtils.getAllInterfacesForClass(DefaultShareConsumerFactory.class)))
                .accepts(hints);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                AuditingSerializer.class,
                AuditingDeserializer.class,
                MonitoredSerializer.class,
                MonitoredDeserializer.class,
                AuditingErrorHandlingDeserializer.class,
                AuditingConsumerInterceptor.class,
                AuditingPollInterceptor.class
            })
    void knowsTheClassesThatKafkaMakesByTheirNames(Class<?> named) throws NoSuchMethodException {
        assertThat(reflection().onConstructorInvocation(named.getDeclaredConstructor()))
                .accepts(hints);
    }

    static Iterable<Map.Entry<String, List<String>>> fields() {
        return KafkaAuditRuntimeHints.FIELDS.entrySet();
    }

    @ParameterizedTest
    @MethodSource("fields")
    void knowsTheFieldsThatAreReached(Map.Entry<String, List<String>> known) throws ReflectiveOperationException {
        for (String name : known.getValue()) {
            Field field = type(known.getKey()).getDeclaredField(name);

            assertThat(reflection().onFieldAccess(field)).as(name).accepts(hints);
        }
    }

    @Test
    void knowsWhatTheCompressionOfTheAuditsProducerIsMadeOf() throws ReflectiveOperationException {
        for (String name : KafkaAuditRuntimeHints.lz4().toList()) {
            assertThat(reflection().onFieldAccess(type(name).getField("INSTANCE")))
                    .as(name)
                    .accepts(hints);
        }
    }

    @Test
    void knowsTheJsonOfProtobufMessages() throws ReflectiveOperationException {
        for (String name : KafkaAuditRuntimeHints.PROTOBUF) {
            assertThat(reflection().onType(type(name))).as(name).accepts(hints);
        }
        Class<?> printer = type("com.google.protobuf.util.JsonFormat$Printer");
        assertThat(reflection().onMethodInvocation(printer.getMethod("omittingInsignificantWhitespace")))
                .accepts(hints);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"audit-event.schema.json", "audit-event.fields.txt", "jdbc/kafka-audit-failure-mariadb.sql"})
    void knowsTheResourcesThatAreAContract(String name) {
        assertThat(AuditSink.class.getResource(name)).isNotNull();
        assertThat(resource().forResource("io/github/kafkaaudit/" + name)).accepts(hints);
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(name, false, KafkaAuditRuntimeHintsTests.class.getClassLoader());
    }

    private static RuntimeHints hints() {
        RuntimeHints hints = new RuntimeHints();
        new KafkaAuditRuntimeHints().registerHints(hints, KafkaAuditRuntimeHintsTests.class.getClassLoader());
        return hints;
    }
}
