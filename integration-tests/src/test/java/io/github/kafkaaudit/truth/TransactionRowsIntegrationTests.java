package io.github.kafkaaudit.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.kafkaaudit.embedded.junit.EmbeddedAudit;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.AfterRollbackProcessor;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultAfterRollbackProcessor;
import org.springframework.util.backoff.FixedBackOff;

/** An acknowledgement inside a transaction is no fact yet. */
@EmbeddedAudit
class TransactionRowsIntegrationTests {

    @Test
    @TruthTableRow(
            value = 11,
            when = "A record is acknowledged, then its transaction is aborted",
            recorded = "`message-produce-failed` with the reason `transaction aborted`; the offset is kept, because"
                    + " consumers that read uncommitted records may see the record; `transaction-aborted` with the"
                    + " number of records")
    void recordsAnAcknowledgedRecordOfAnAbortedTransactionAsNotPublished() {
        TruthApplication app = transactional("row11", Empty.class);
        try (app) {
            Producer<String, String> producer = app.<String, String>producers().createProducer();
            producer.beginTransaction();
            TruthApplication.get(producer.send(new ProducerRecord<>("row11", "k", "v")));
            producer.abortTransaction();
            producer.close();
        }

        assertThat(app.events().production("row11")).containsExactly("message-produce-failed 0");
        AuditedEvent event = app.events().only("message-produce-failed");
        assertThat(event.text("event.reason")).isEqualTo("transaction aborted");
        assertThat(event.text("kafka_audit.transaction.outcome")).isEqualTo("aborted");
        AuditedEvent transaction = app.events().only("transaction-aborted");
        assertThat(transaction.number("kafka_audit.transaction.records")).isEqualTo(1);
        assertThat(transaction.text("kafka_audit.transaction.id")).isEqualTo(event.text("kafka_audit.transaction.id"));
        assertThat(transaction.text("kafka_audit.transaction.transactional_id")).startsWith("tx-row11");
    }

    @Test
    @TruthTableRow(
            value = 12,
            when = "A transaction is aborted before its record left the client",
            recorded = "`message-produce-failed` with the TransactionAbortedException and no offset;"
                    + " `transaction-aborted`")
    void recordsARecordThatNeverLeftTheClient() {
        TruthApplication app = transactional("row12", Empty.class, "spring.kafka.producer.properties.linger.ms=10000");
        try (app) {
            Producer<String, String> producer = app.<String, String>producers().createProducer();
            // Kafka's sender may see the abort as a reason to send what waits; then the record did leave the client.
            await().until(() -> hasNotLeftTheClient(producer));
            producer.close();
        }

        AuditedEvent event = last(app.events().of("message-produce-failed"));
        assertThat(event.text("error.type")).endsWith("TransactionAbortedException");
        assertThat(event.has("messaging.kafka.offset")).isFalse();
        assertThat(event.text("kafka_audit.transaction.outcome")).isEqualTo("aborted");
        AuditedEvent transaction = last(app.events().of("transaction-aborted"));
        assertThat(transaction.number("kafka_audit.transaction.records")).isEqualTo(1);
        assertThat(transaction.text("kafka_audit.transaction.id")).isEqualTo(event.text("kafka_audit.transaction.id"));
    }

    private static boolean hasNotLeftTheClient(Producer<String, String> producer) {
        producer.beginTransaction();
        var future = producer.send(new ProducerRecord<>("row12", "k", "v"));
        producer.abortTransaction();
        try {
            TruthApplication.get(future);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private static AuditedEvent last(List<AuditedEvent> events) {
        return events.get(events.size() - 1);
    }

    @Test
    @TruthTableRow(
            value = 13,
            when = "The commit of a transaction throws",
            recorded = "`message-produced` with outcome `unknown` for each of its records; `transaction-aborted` with"
                    + " outcome `unknown`: nobody in this process can tell")
    void recordsTheRecordsOfATransactionWhoseCommitThrewAsUnknown() {
        TruthApplication app = transactional("row13", Empty.class);
        try (app) {
            Producer<String, String> producer = app.<String, String>producers().createProducer();
            producer.beginTransaction();
            TruthApplication.get(producer.send(new ProducerRecord<>("row13", "k", "v")));
            fence("tx-row13-0");
            assertThatThrownBy(producer::commitTransaction).isInstanceOf(ProducerFencedException.class);
            producer.close();
        }

        assertThat(app.events().production("row13")).containsExactly("message-produced 0");
        AuditedEvent event = app.events().only("message-produced");
        assertThat(event.text("event.outcome")).isEqualTo("unknown");
        assertThat(event.text("kafka_audit.transaction.outcome")).isEqualTo("unknown");
        assertThat(app.events().only("transaction-aborted").text("event.outcome"))
                .isEqualTo("unknown");
    }

    @Test
    @TruthTableRow(
            value = 37,
            when = "The listener succeeds, but the commit of its transaction fails",
            recorded = "`message-consumed` with `transaction.outcome` `unknown`; the redelivery is attempt 2 and"
                    + " committed")
    void recordsAProcessedRecordWhoseTransactionFailed() {
        TruthApplication app = transactional("row37", FailingCommitOnce.class, "out=row37.out");
        try (app) {
            app.template().executeInTransaction(template -> template.send("row37", "k", "v"));
            app.events()
                    .awaitMatching(
                            event -> event.text("kafka_audit.commit.mode").equals("transaction"), 2);
        }

        assertThat(app.events().consumption("row37"))
                .containsExactly(
                        "offset-commit-failed 1", "message-consumed 0", "message-consumed 0", "offset-committed 1");
        AuditedEvent first = app.events().of("message-consumed").get(0);
        assertThat(first.text("kafka_audit.transaction.outcome")).isEqualTo("unknown");
        assertThat(first.number("kafka_audit.delivery.attempt")).isEqualTo(1);
        AuditedEvent second = app.events().of("message-consumed").get(1);
        assertThat(second.text("kafka_audit.transaction.outcome")).isEqualTo("committed");
        assertThat(second.number("kafka_audit.delivery.attempt")).isEqualTo(2);
        assertThat(app.events().only("offset-commit-failed").text("event.outcome"))
                .isEqualTo("unknown");
    }

    @Test
    void recordsThatARecordWasGivenUpAfterItsTransactionsWereRolledBack() {
        TruthApplication.createTopic("tx.given.up-dlt", 1);
        TruthApplication app = transactional("tx.given.up", GivingUp.class);
        try (app) {
            app.template().executeInTransaction(template -> template.send("tx.given.up", "k", "fail"));
            app.events().await("offset-committed", 1);
        }

        assertThat(app.events().consumption("tx.given.up"))
                .containsExactly(
                        "message-consume-failed 0",
                        "message-consume-failed 0",
                        "message-dead-lettered 0",
                        "offset-committed 1");
        assertThat(app.events().of("message-consume-failed"))
                .extracting(event -> event.number("kafka_audit.delivery.attempt"))
                .containsExactly(1L, 2L);
        // Committed by the transaction that carried the dead letter: both are facts, or neither is.
        AuditedEvent commit = app.events().only("offset-committed");
        assertThat(commit.text("kafka_audit.commit.mode")).isEqualTo("transaction");
        AuditedEvent copy = app.events()
                .matching(event -> event.topic().equals("tx.given.up-dlt"))
                .get(0);
        assertThat(copy.line()).isEqualTo("message-produced 0");
        assertThat(copy.text("kafka_audit.transaction.outcome")).isEqualTo("committed");
        assertThat(copy.text("kafka_audit.transaction.id")).isEqualTo(commit.text("kafka_audit.transaction.id"));
        assertThat(copy.text("kafka_audit.original.topic")).isEqualTo("tx.given.up");
        AuditedEvent givenUp = app.events().only("message-dead-lettered");
        assertThat(givenUp.text("event.outcome")).isEqualTo("success");
        assertThat(givenUp.text("kafka_audit.dead_letter.coordinate")).isEqualTo("tx.given.up-dlt/0/0");
        assertThat(app.events().of("transaction-aborted"))
                .extracting(event -> event.number("kafka_audit.transaction.records"))
                .containsExactly(0L, 0L);
    }

    private static TruthApplication transactional(String name, Class<?> configuration, String... properties) {
        String[] all = java.util.Arrays.copyOf(properties, properties.length + 1);
        all[properties.length] = "spring.kafka.producer.transaction-id-prefix=tx-" + name + "-";
        return TruthApplication.run(name, configuration, all);
    }

    /** Another producer takes the transactional id over. */
    private static void fence(String transactionalId) {
        try (KafkaProducer<String, String> other = new KafkaProducer<>(
                Map.of("bootstrap.servers", TruthApplication.bootstrapServers(), "transactional.id", transactionalId),
                new StringSerializer(),
                new StringSerializer())) {
            other.initTransactions();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Empty {}

    /** After the second attempt the record goes to the dead-letter topic, together with its offset. */
    @Configuration(proxyBeanMethods = false)
    static class GivingUp {

        @Bean
        static AfterRollbackProcessor<Object, Object> afterRollback(KafkaOperations<?, ?> operations) {
            return new DefaultAfterRollbackProcessor<>(
                    new DeadLetterPublishingRecoverer(operations), new FixedBackOff(0, 1), operations, true);
        }

        @KafkaListener(topics = "${topic}")
        void receive(String payload) {
            RecordListenerRows.failIfAsked(payload);
        }
    }

    /** The commit of the listener's first transaction times out, in a post-processor of the application's. */
    @Configuration(proxyBeanMethods = false)
    static class FailingCommitOnce {

        private static final AtomicBoolean failed = new AtomicBoolean();

        @Autowired
        KafkaTemplate<String, String> template;

        @KafkaListener(topics = "${topic}")
        void receive(String payload) {
            TruthApplication.get(template.send("row37.out", payload));
        }

        @Bean
        static BeanPostProcessor timeouts() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessBeforeInitialization(Object bean, String beanName) {
                    if (bean instanceof DefaultKafkaProducerFactory<?, ?> factory) {
                        addTimeout(factory);
                    }
                    return bean;
                }
            };
        }

        private static <K, V> void addTimeout(DefaultKafkaProducerFactory<K, V> factory) {
            factory.addPostProcessor(producer -> timingOutOnce(producer));
        }

        @SuppressWarnings("unchecked")
        private static <K, V> Producer<K, V> timingOutOnce(Producer<K, V> producer) {
            return (Producer<K, V>) Proxy.newProxyInstance(
                    Producer.class.getClassLoader(), new Class<?>[] {Producer.class}, (proxy, method, arguments) -> {
                        boolean listeners = Thread.currentThread().getName().contains("ntainer");
                        if (method.getName().equals("commitTransaction")
                                && listeners
                                && failed.compareAndSet(false, true)) {
                            throw new TimeoutException("commit timed out");
                        }
                        return method.invoke(producer, arguments);
                    });
        }
    }
}
