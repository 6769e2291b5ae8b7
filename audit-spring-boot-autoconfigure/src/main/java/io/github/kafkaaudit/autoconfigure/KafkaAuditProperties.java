package io.github.kafkaaudit.autoconfigure;

import io.github.kafkaaudit.policy.HmacKey;
import io.github.kafkaaudit.policy.OverflowPolicy;
import io.github.kafkaaudit.policy.PayloadCapture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The settings of the audit.
 *
 * @param enabled Whether Kafka messages are audited; false leaves no trace in the application.
 * @param topic Topic that audit events are written to. It is never audited itself.
 * @param service Who this service is.
 * @param clusterId Id of the Kafka cluster, recorded with every event when set; it is never asked for.
 * @param produce Auditing of sends.
 * @param consume Auditing of deliveries.
 * @param commits Auditing of offset commits.
 * @param headers The two headers that a send carries.
 * @param topics Which topics are audited.
 * @param payload How much of a payload is recorded.
 * @param masking What must not be readable in an event.
 * @param businessKey Parts of the business key of topics that no rule names, in order - JSON pointers into the payload,
 *     "header:name", or "key"; "optional:" in front of one that a message need not have.
 * @param onOverflow What happens when events come faster than the audit topic takes them.
 * @param blockTimeout How long the application waits at most where on-overflow is "block".
 * @param rules Settings for single topics; the first rule that matches a topic wins.
 * @param sink Where events go.
 * @param elasticsearch The way to Elasticsearch where sink is "elasticsearch".
 * @param jdbc The way to the database where sink is "jdbc".
 * @param topicCreation Creation of the audit topic at start-up.
 * @param wireCapture Whether the bytes on the wire are captured; it shows in client configurations as the class names
 *     of the audit's (de)serializers.
 * @param mdc The logging context of listener calls.
 * @param logs The application's own log lines, shipped to a topic of their own.
 * @param producer The producer that writes the audit topic.
 * @param queue The queue between the application's threads and the audit thread.
 * @param spool The overflow on disk.
 * @param pendingAfter How long a send may be neither acknowledged nor failed before an event says so; 0 for never.
 * @param endpoint What the actuator endpoint may change.
 * @param shutdownTimeout How long shutting down waits for the audit topic at most.
 */
@ConfigurationProperties(prefix = "kafka.audit", ignoreUnknownFields = false)
public record KafkaAuditProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("kafka-audit") String topic,
        @DefaultValue Service service,
        @Nullable String clusterId,
        @DefaultValue Produce produce,
        @DefaultValue Consume consume,
        @DefaultValue Commits commits,
        @DefaultValue Headers headers,
        @DefaultValue Topics topics,
        @DefaultValue Payload payload,
        @DefaultValue Masking masking,
        @DefaultValue({}) List<String> businessKey,
        @DefaultValue("spool") OverflowPolicy onOverflow,
        @DefaultValue("100ms") Duration blockTimeout,
        @DefaultValue({}) List<Rule> rules,
        @DefaultValue("kafka") Sink sink,
        @DefaultValue Elasticsearch elasticsearch,
        @DefaultValue Jdbc jdbc,
        @DefaultValue TopicCreation topicCreation,
        @DefaultValue("true") boolean wireCapture,
        @DefaultValue Mdc mdc,
        @DefaultValue Logs logs,
        @DefaultValue Producer producer,
        @DefaultValue Queue queue,
        @DefaultValue Spool spool,
        @DefaultValue("30s") Duration pendingAfter,
        @DefaultValue Endpoint endpoint,
        @DefaultValue("10s") Duration shutdownTimeout) {

    /** Where events go. */
    public enum Sink {
        /** To the audit topic. */
        KAFKA,
        /** To the application's log, one JSON line per event, by the logger "kafka-audit". */
        LOG,
        /** Straight into Elasticsearch, without Kafka in between. */
        ELASTICSEARCH,
        /** Into a table of a relational database. */
        JDBC,
        /** Nowhere. */
        NONE
    }

    /**
     * The way to Elasticsearch where sink is "elasticsearch".
     *
     * @param urls Addresses of Elasticsearch; when one does not answer, the next one is asked.
     * @param username Name of a user who may create audit documents.
     * @param password The user's password.
     * @param apiKey API key instead of a user, as "id:key" or in its encoded form.
     * @param caCertificate Location of the CA certificates (PEM) used to verify Elasticsearch, for example
     *     "file:/etc/audit/ca.crt"; defaults to the JVM's trust store.
     * @param sslBundle Name of an SSL bundle of Spring Boot's, instead of ca-certificate.
     * @param connectTimeout Maximum time to establish a connection.
     * @param requestTimeout Maximum time to wait for an answer of Elasticsearch.
     */
    public record Elasticsearch(
            @DefaultValue({}) List<String> urls,
            @Nullable String username,
            @Nullable String password,
            @Nullable String apiKey,
            @Nullable String caCertificate,
            @Nullable String sslBundle,
            @DefaultValue("5s") Duration connectTimeout,
            @DefaultValue("30s") Duration requestTimeout) {}

    /**
     * The way to the database where sink is "jdbc".
     *
     * @param dataSource Name of the DataSource bean; by default the only or primary one.
     * @param table Table that events are written to, with its schema where needed; it is never created.
     * @param failuresOnly Whether only failures are written; without successes, publications and deliveries cannot be
     *     counted.
     */
    public record Jdbc(
            @Nullable String dataSource,
            @DefaultValue("kafka_audit_failure") String table,
            @DefaultValue("true") boolean failuresOnly) {}

    /**
     * Who this service is.
     *
     * @param name Name of the service in every event; by default spring.application.name.
     * @param version Version of the service.
     * @param environment Where the service is deployed, such as "production".
     * @param nodeName Name of this instance among the service's instances.
     */
    public record Service(
            @Nullable String name,
            @Nullable String version,
            @Nullable String environment,
            @Nullable String nodeName) {}

    /**
     * Auditing of sends.
     *
     * @param enabled Whether sends are audited.
     */
    public record Produce(@DefaultValue("true") boolean enabled) {}

    /**
     * Auditing of deliveries.
     *
     * @param enabled Whether deliveries are audited.
     * @param filters Whether record filters are wrapped, so that what they discard is recorded as filtered.
     * @param shareConsumers Whether share consumers are audited. Their factories are replaced by proxies of their
     *     interfaces, so the application must not inject them by class.
     */
    public record Consume(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("true") boolean filters,
            @DefaultValue("false") boolean shareConsumers) {}

    /**
     * Auditing of offset commits.
     *
     * @param enabled Whether offset commits are audited.
     * @param interval Shortest time between two events about successful commits of one partition; failures are never
     *     held back.
     * @param barrier Commits that wait until the events about the records before them are safe.
     */
    public record Commits(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("1s") Duration interval,
            @DefaultValue Barrier barrier) {}

    /**
     * Commits that wait until the events about the records before them are safe.
     *
     * @param enabled Whether an offset is committed only when the events about the records before it are safe: in the
     *     audit topic or in the spool. If they are not, the commit fails, and the records are delivered again.
     * @param timeout Maximum time that a commit waits for that; keep it well below max.poll.interval.ms.
     */
    public record Barrier(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("5s") Duration timeout) {}

    /**
     * The two headers that a send carries.
     *
     * @param enabled Whether sends carry the headers ka-id (message id) and ka-svc (origin service), on a copy of the
     *     record.
     */
    public record Headers(@DefaultValue("true") boolean enabled) {}

    /**
     * Which topics are audited.
     *
     * @param include Patterns of the topics that are audited; "*" stands for any characters.
     * @param exclude Patterns of the topics that are not audited, even if included.
     */
    public record Topics(
            @DefaultValue("*") List<String> include,
            @DefaultValue({}) List<String> exclude) {}

    /**
     * How much of a payload is recorded.
     *
     * @param capture How much of a payload is recorded.
     * @param captureOnFailure How much of a payload is recorded when the outcome is a failure; by default as for every
     *     outcome.
     * @param maxSize How many bytes of a payload are recorded at most.
     * @param digestLimit Size up to which payloads larger than max-size are digested.
     * @param onceFrom Names of the services that are believed when a record of theirs says that the event of its send
     *     has the payload; only with "once". Without a name every delivery records the payload.
     */
    public record Payload(
            @DefaultValue("full") PayloadCapture capture,
            @Nullable PayloadCapture captureOnFailure,
            @DefaultValue("16KB") DataSize maxSize,
            @DefaultValue("1MB") DataSize digestLimit,
            @DefaultValue({}) Set<String> onceFrom) {}

    /**
     * What must not be readable in an event.
     *
     * @param fields Names of JSON fields, masked at any depth, or JSON pointers such as "/applicant/email".
     * @param headers Names of record headers, compared without regard to case.
     * @param patterns Regular expressions; what matches is masked in text payloads, keys and error messages.
     * @param key Whether record keys are masked.
     * @param hmacSecret Secret that turns digests and masked values into HMACs, so that masked values stay searchable
     *     and small payloads cannot be guessed.
     * @param hmacKeyId Name of the secret, shown in front of every value that was made with it.
     */
    public record Masking(
            @DefaultValue({}) List<String> fields,

            @DefaultValue({"authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key"})
            List<String> headers,

            @DefaultValue({}) List<String> patterns,
            @DefaultValue("false") boolean key,
            @Nullable String hmacSecret,
            @DefaultValue("k1") String hmacKeyId) {

        /**
         * Returns the secret as a key.
         *
         * @return the key, or null if there is no secret
         */
        public @Nullable HmacKey secret() {
            return hmacSecret == null || hmacSecret.isBlank()
                    ? null
                    : new HmacKey(hmacKeyId, hmacSecret.getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Settings for single topics; what a rule does not say is as for every topic.
     *
     * @param topics Patterns of the topics that the rule is for; "*" stands for any characters.
     * @param produce Whether sends are audited.
     * @param consume Whether deliveries are audited.
     * @param commits Whether offset commits are audited.
     * @param headers Whether sends carry the headers ka-id and ka-svc.
     * @param payload How much of a payload is recorded.
     * @param masking What must not be readable in an event, in addition to what is masked for every topic.
     * @param businessKey Parts of the business key, in order - JSON pointers into the payload, "header:name", or "key";
     *     "optional:" in front of one that a message need not have.
     * @param onOverflow What happens when events come faster than the audit topic takes them.
     * @param blockTimeout How long the application waits at most where on-overflow is "block".
     */
    public record Rule(
            @DefaultValue({}) List<String> topics,
            @Nullable Boolean produce,
            @Nullable Boolean consume,
            @Nullable Boolean commits,
            @Nullable Boolean headers,
            @Nullable RulePayload payload,
            @Nullable RuleMasking masking,
            @Nullable List<String> businessKey,
            @Nullable OverflowPolicy onOverflow,
            @Nullable Duration blockTimeout) {}

    /**
     * How much of a payload is recorded.
     *
     * @param capture How much of a payload is recorded.
     * @param captureOnFailure How much of a payload is recorded when the outcome is a failure.
     * @param maxSize How many bytes of a payload are recorded at most.
     * @param digestLimit Size up to which payloads larger than max-size are digested.
     * @param onceFrom Names of the services that are believed when a record of theirs says that the event of its send
     *     has the payload.
     */
    public record RulePayload(
            @Nullable PayloadCapture capture,
            @Nullable PayloadCapture captureOnFailure,
            @Nullable DataSize maxSize,
            @Nullable DataSize digestLimit,
            @Nullable Set<String> onceFrom) {}

    /**
     * What must not be readable in an event, in addition to what is masked for every topic.
     *
     * @param fields Names of JSON fields, masked at any depth, or JSON pointers such as "/applicant/email".
     * @param headers Names of record headers, compared without regard to case.
     * @param patterns Regular expressions; what matches is masked in text payloads, keys and error messages.
     * @param key Whether record keys are masked.
     */
    public record RuleMasking(
            @DefaultValue({}) List<String> fields,
            @DefaultValue({}) List<String> headers,
            @DefaultValue({}) List<String> patterns,
            @Nullable Boolean key) {}

    /**
     * Creation of the audit topic at start-up.
     *
     * @param enabled Whether the audit topic is created when it is missing.
     * @param partitions Number of partitions of the created topic.
     * @param replication Replication factor of the created topic; by default 3, or one per broker in a smaller cluster.
     * @param retention How long the created topic keeps events.
     */
    public record TopicCreation(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("6") int partitions,
            @Nullable Short replication,
            @DefaultValue("7d") Duration retention) {}

    /**
     * The logging context of listener calls.
     *
     * @param enabled Whether log lines of a listener call carry kafka_audit.coordinate and messaging.message.id of the
     *     record, or kafka_audit.batch.first, last and size of the batch.
     */
    public record Mdc(@DefaultValue("true") boolean enabled) {}

    /**
     * The application's own log lines, shipped to a topic of their own; needs Logback and logback-kafka-appender.
     *
     * @param enabled Whether the application's log lines are shipped, as ECS JSON.
     * @param topic Topic that log lines are written to.
     * @param queueCapacity How many lines wait at most; what comes when it is full is not shipped.
     */
    public record Logs(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("kafka-audit-logs") String topic,
            @DefaultValue("8192") int queueCapacity) {}

    /**
     * The producer that writes the audit topic.
     *
     * @param bootstrapServers Brokers of the audit topic; by default those of the application.
     * @param properties Further properties of the producer; they win over everything else.
     */
    public record Producer(
            @Nullable List<String> bootstrapServers,
            @DefaultValue Map<String, String> properties) {}

    /**
     * The queue between the application's threads and the audit thread.
     *
     * @param capacity How many events wait at most.
     * @param maxMemory How much captured data is kept in memory at most.
     */
    public record Queue(
            @DefaultValue("65536") int capacity,
            @DefaultValue("64MB") DataSize maxMemory) {}

    /**
     * The overflow on disk.
     *
     * @param enabled Whether events that cannot be written go to disk.
     * @param directory Directory of the spool; by default one under the directory for temporary files.
     * @param maxSize How much disk space one process takes at most.
     * @param fsync Whether every write is forced to the disk, so that a power loss loses nothing.
     */
    public record Spool(
            @DefaultValue("true") boolean enabled,
            @Nullable String directory,
            @DefaultValue("1GB") DataSize maxSize,
            @DefaultValue("false") boolean fsync) {}

    /**
     * What the actuator endpoint may change.
     *
     * @param widen Whether a change at run time may record more of a topic's payloads than these settings say.
     */
    public record Endpoint(@DefaultValue("false") boolean widen) {}
}
