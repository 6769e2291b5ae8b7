package io.github.kafkaaudit.elasticsearch;

import io.github.kafkaaudit.AuditSink;
import io.github.kafkaaudit.AuditSinkException;
import io.github.kafkaaudit.EncodedAuditEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Writes events straight into Elasticsearch, for the smallest set-ups: no audit topic, no shipper.
 *
 * <p>What it gives up: the topic that takes a burst or an outage of hours for all services (the spool takes it per
 * process), the archive that is filled from the topic, and services that need no right on Elasticsearch. What it keeps:
 * the same documents, ids and daily indices, so that a set-up can grow into the other without a break.
 *
 * <p><b>Failure</b>: a document that Elasticsearch will never take goes to the index {@value #QUARANTINE} with the
 * reason; anything else fails the write, which is then repeated. <b>Threading</b>: as {@link AuditSink} says.
 */
public final class ElasticsearchAuditSink implements AuditSink {

    /** The index for documents that Elasticsearch refused. */
    public static final String QUARANTINE = "kafka-audit-quarantine";

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("'kafka-audit-'uuuu.MM.dd").withZone(ZoneOffset.UTC);

    private static final byte[] EVENT = "\"event\":{".getBytes(StandardCharsets.US_ASCII);

    private final BulkClient client;
    private final RefusedDocuments refused;
    private final InstantSource clock;
    private final String place;

    /**
     * Creates a sink.
     *
     * @param connection where to and with which credentials; the templates must have been set up there
     */
    public ElasticsearchAuditSink(ElasticsearchConnection connection) {
        this(connection, InstantSource.system());
    }

    ElasticsearchAuditSink(ElasticsearchConnection connection, InstantSource clock) {
        this.client = new BulkClient(Objects.requireNonNull(connection, "connection"));
        this.refused = new RefusedDocuments(clock);
        this.clock = clock;
        this.place = "elasticsearch "
                + connection.addresses().stream()
                        .map(address -> address.toString().replaceFirst("//[^/]*@", "//"))
                        .sorted()
                        .distinct()
                        .toList();
    }

    @Override
    public CompletionStage<Void> write(List<EncodedAuditEvent> events) {
        byte[] ingested = ("\"ingested\":\"" + clock.instant() + "\",").getBytes(StandardCharsets.US_ASCII);
        List<BulkDocument> documents = new ArrayList<>(events.size());
        for (EncodedAuditEvent event : events) {
            documents.add(new BulkDocument(index(event), event.id(), stamped(event.json(), ingested)));
        }
        return client.create(documents)
                .thenCompose(outcomes -> settle(events, outcomes))
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(told(failure)));
    }

    /** Returns the addresses, in whatever order they are named. */
    @Override
    public String place() {
        return place;
    }

    private CompletionStage<Void> settle(List<EncodedAuditEvent> events, List<BulkOutcome> outcomes) {
        List<BulkDocument> quarantined = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            BulkOutcome outcome = outcomes.get(i);
            if (outcome instanceof BulkOutcome.Retryable retryable) {
                return CompletableFuture.failedFuture(
                        refusal("Elasticsearch could not take an event now: status " + retryable.status()));
            }
            if (outcome instanceof BulkOutcome.Rejected rejected) {
                EncodedAuditEvent event = events.get(i);
                quarantined.add(refused.document(event, index(event), rejected));
            }
        }
        if (quarantined.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return client.create(quarantined).thenCompose(ElasticsearchAuditSink::allTaken);
    }

    private static CompletionStage<Void> allTaken(List<BulkOutcome> outcomes) {
        boolean taken = outcomes.stream()
                .allMatch(
                        outcome -> outcome instanceof BulkOutcome.Created || outcome instanceof BulkOutcome.Duplicate);
        return taken
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(refusal("Elasticsearch refused a document of the quarantine."));
    }

    /** The status of an answer says what is wrong, and quotes no document. */
    private static Throwable told(Throwable failure) {
        Throwable known =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return known instanceof BulkRefusedException
                ? new AuditSinkException(String.valueOf(known.getMessage()), known)
                : known;
    }

    private static AuditSinkException refusal(String sentence) {
        return new AuditSinkException(sentence, new IOException(sentence));
    }

    /**
     * Adds {@code event.ingested}, as every shipper does: the transforms go by it. The encoder writes {@code event}
     * right behind the timestamp, and an event object is never empty.
     */
    private static byte[] stamped(byte[] json, byte[] ingested) {
        int last = Math.min(json.length - EVENT.length, 64);
        for (int at = 1; at <= last; at++) {
            if (Arrays.equals(json, at, at + EVENT.length, EVENT, 0, EVENT.length)) {
                int behind = at + EVENT.length;
                byte[] stamped = new byte[json.length + ingested.length];
                System.arraycopy(json, 0, stamped, 0, behind);
                System.arraycopy(ingested, 0, stamped, behind, ingested.length);
                System.arraycopy(json, behind, stamped, behind + ingested.length, json.length - behind);
                return stamped;
            }
        }
        return json;
    }

    private static String index(EncodedAuditEvent event) {
        return DAY.format(Instant.ofEpochMilli(event.timestamp()));
    }
}
