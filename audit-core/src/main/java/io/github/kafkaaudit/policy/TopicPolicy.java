package io.github.kafkaaudit.policy;

import java.time.Duration;
import java.util.Set;

/**
 * What is recorded for one topic.
 *
 * @param produce whether sends are audited
 * @param consume whether deliveries are audited
 * @param commits whether offset commits are audited
 * @param headers whether sends carry the headers with the message id and the origin service
 * @param capture how much of the payload is recorded
 * @param captureOnFailure how much of the payload is recorded when the outcome is a failure
 * @param maxSize how many bytes of a payload are kept at most
 * @param digestLimit the size in bytes up to which payloads larger than {@code maxSize} are digested, and read where
 *     masked fields or the business key need it
 * @param masking what must not be readable
 * @param businessKey how the business key is found
 * @param onOverflow what happens when events come too fast
 * @param blockTimeout how long the application waits at most with {@link OverflowPolicy#BLOCK}
 * @param onceFrom the names of the services that are believed when their record says that the event of its send has the
 *     payload; read with {@link PayloadCapture#ONCE} only
 */
public record TopicPolicy(
        boolean produce,
        boolean consume,
        boolean commits,
        boolean headers,
        PayloadCapture capture,
        PayloadCapture captureOnFailure,
        int maxSize,
        int digestLimit,
        MaskingPolicy masking,
        BusinessKeyPolicy businessKey,
        OverflowPolicy onOverflow,
        Duration blockTimeout,
        Set<String> onceFrom) {

    /** Everything on, payloads up to 16 KiB, no business key. */
    public static final TopicPolicy DEFAULT = new TopicPolicy(
            true,
            true,
            true,
            true,
            PayloadCapture.FULL,
            PayloadCapture.FULL,
            16 * 1024,
            1024 * 1024,
            MaskingPolicy.DEFAULT,
            BusinessKeyPolicy.NONE,
            OverflowPolicy.SPOOL,
            Duration.ofMillis(100),
            Set.of());

    /** Nothing is audited. */
    public static final TopicPolicy OFF = new TopicPolicy(
            false,
            false,
            false,
            false,
            PayloadCapture.NONE,
            PayloadCapture.NONE,
            0,
            0,
            MaskingPolicy.DEFAULT,
            BusinessKeyPolicy.NONE,
            OverflowPolicy.DROP,
            Duration.ZERO,
            Set.of());

    /** Copies the names. */
    public TopicPolicy {
        onceFrom = Set.copyOf(onceFrom);
    }

    /**
     * Returns the larger of the two captures: what must be kept until the outcome is known.
     *
     * @return the one that keeps more, in the order of {@link PayloadCapture}
     */
    public PayloadCapture widestCapture() {
        return capture.compareTo(captureOnFailure) <= 0 ? capture : captureOnFailure;
    }

    /**
     * Returns how much of a payload is kept until its event is written. Where the masking of fields or the business key
     * depend on what stands in the payload, this is more than what is shown: what cannot be read to its end can neither
     * be masked nor compared.
     *
     * @return the largest payload that is kept whole, in bytes
     */
    public int keptSize() {
        return readsPayload() ? Math.max(maxSize, digestLimit) : maxSize;
    }

    /**
     * Tells whether the payload has to be read, however little of it is shown.
     *
     * @return whether fields are masked or the business key stands in the payload
     */
    public boolean readsPayload() {
        return !masking.fields().isEmpty() || businessKey.readsPayload();
    }

    /**
     * Tells whether the content of a payload has a place in any event: shown, or as a part of the business key.
     *
     * @return whether it does
     */
    public boolean showsPayload() {
        return widestCapture().shows() || readsPayload();
    }

    /**
     * Returns the same policy with another business key.
     *
     * @param businessKey how the business key is found
     * @return the changed policy
     */
    public TopicPolicy withBusinessKey(BusinessKeyPolicy businessKey) {
        return with(capture, captureOnFailure, masking, businessKey, onceFrom);
    }

    /**
     * Returns the same policy with another capture for every outcome; with {@link PayloadCapture#ONCE} failures show
     * their payload in full.
     *
     * @param capture how much of the payload is recorded
     * @return the changed policy
     */
    public TopicPolicy withCapture(PayloadCapture capture) {
        PayloadCapture onFailure = capture == PayloadCapture.ONCE ? PayloadCapture.FULL : capture;
        return with(capture, onFailure, masking, businessKey, onceFrom);
    }

    /**
     * Returns the same policy with payloads that are recorded once per record, and in full when the outcome is a
     * failure.
     *
     * @param services the names of the services that are believed
     * @return the changed policy
     */
    public TopicPolicy withCaptureOnce(Set<String> services) {
        return with(PayloadCapture.ONCE, PayloadCapture.FULL, masking, businessKey, services);
    }

    /**
     * Returns the same policy with other captures.
     *
     * @param capture how much of the payload is recorded
     * @param captureOnFailure how much of it is recorded when the outcome is a failure
     * @return the changed policy
     */
    public TopicPolicy withCaptures(PayloadCapture capture, PayloadCapture captureOnFailure) {
        return with(capture, captureOnFailure, masking, businessKey, onceFrom);
    }

    /**
     * Returns the same policy with another masking.
     *
     * @param masking what must not be readable
     * @return the changed policy
     */
    public TopicPolicy withMasking(MaskingPolicy masking) {
        return with(capture, captureOnFailure, masking, businessKey, onceFrom);
    }

    private TopicPolicy with(
            PayloadCapture capture,
            PayloadCapture captureOnFailure,
            MaskingPolicy masking,
            BusinessKeyPolicy businessKey,
            Set<String> onceFrom) {
        return new TopicPolicy(
                produce,
                consume,
                commits,
                headers,
                capture,
                captureOnFailure,
                maxSize,
                digestLimit,
                masking,
                businessKey,
                onOverflow,
                blockTimeout,
                onceFrom);
    }
}
