package io.github.kafkaaudit;

import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.ServiceIdentity;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Turns events into documents.
 *
 * <p><b>Threading</b>: one instance is used by one thread at a time, except {@link #identity()} and {@link #digest},
 * which any thread may call at any time. <b>Failure</b>: a payload that cannot be shown never costs its event; an
 * exception means that the event itself could not be written and is counted as lost.
 */
public interface AuditEventEncoder {

    /**
     * Returns the service whose events it encodes, and the run of it.
     *
     * @return the identity, the same at every call
     */
    ServiceIdentity identity();

    /**
     * Digests a payload that is too large to be kept until its event is encoded, the way the documents show digests.
     *
     * @param bytes what remains in it is digested; its position stays
     * @return the digest with the prefix that says how it was made
     */
    String digest(ByteBuffer bytes);

    /**
     * Returns what has to be kept of a payload's object, so that the event can show it as it is now. Called on the
     * application's thread for every record, so it must cost next to nothing for objects that need not be kept. Safe
     * for use by many threads.
     *
     * @param payload what was sent or handed out, or null
     * @return something that does not change any more, to become
     *     {@link io.github.kafkaaudit.event.RecordSnapshot#deserialized()}, or null if the bytes on the wire are enough
     */
    default @Nullable Object snapshot(@Nullable Object payload) {
        return null;
    }

    /**
     * Encodes an event.
     *
     * @param event the event
     * @param id the event's id
     * @param policy the policy of the event's topic, {@link TopicPolicy#DEFAULT} for events without a topic
     * @param droppedBefore how many events of this trail were lost before this one
     * @return the document
     */
    EncodedAuditEvent encode(AuditEvent event, String id, TopicPolicy policy, long droppedBefore);

    /**
     * Marks a document as one that went through the spool.
     *
     * @param event the encoded event
     * @return the same event with {@code kafka_audit.pipeline.spooled} set
     */
    EncodedAuditEvent markSpooled(EncodedAuditEvent event);

    /**
     * Makes a document smaller, for a sink that finds it too large.
     *
     * @param event the encoded event
     * @param maxSize the largest document that the sink takes, in bytes
     * @return the same event with its payload, then its headers and texts, cut and flagged
     */
    EncodedAuditEvent shrink(EncodedAuditEvent event, int maxSize);

    /**
     * Returns an encoder that does the same for another thread at the same time. While the audit thread cannot keep up,
     * the application's threads encode their own events with such ones.
     *
     * @return the encoder, or null: then only the audit thread encodes
     */
    default @Nullable AuditEventEncoder forAnotherThread() {
        return null;
    }
}
