package io.github.kafkaaudit.autoconfigure.actuator;

import io.github.kafkaaudit.autoconfigure.KafkaAuditProperties;
import io.github.kafkaaudit.payload.MaskedValues;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes what stands in events instead of a masked value. Who may ask as often as they like finds out every value
 * that has few possibilities, so the number is limited, and every question is logged, without the value.
 */
final class SearchTerms {

    static final int PER_MINUTE = 60;

    private static final Logger logger = LoggerFactory.getLogger(SearchTerms.class);
    private static final int LONGEST = 16 * 1024;
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final MaskedValues maskedValues;
    private final LongSupplier clock;
    private long begin;
    private int asked;

    SearchTerms(KafkaAuditProperties properties) {
        this(new MaskedValues(properties.masking().secret()), System::nanoTime);
    }

    SearchTerms(MaskedValues maskedValues, LongSupplier clock) {
        this.maskedValues = maskedValues;
        this.clock = clock;
        this.begin = clock.getAsLong();
    }

    String of(@Nullable String value, String who) {
        if (value == null || value.isEmpty()) {
            throw new RefusedRequestException("Say which \"value\" is searched for.");
        }
        if (value.length() > LONGEST) {
            throw new RefusedRequestException("A value has at most " + LONGEST + " characters.");
        }
        if (!maskedValues.areSearchable()) {
            throw new RefusedRequestException(
                    "Masked values all look the same, because there is no secret. Set kafka.audit.masking.hmac-secret.");
        }
        synchronized (this) {
            long now = clock.getAsLong();
            if (now - begin >= MINUTE) {
                begin = now;
                asked = 0;
            }
            if (asked >= PER_MINUTE) {
                if (asked == PER_MINUTE) {
                    asked++;
                    logger.warn(
                            "More than {} search terms were asked for within a minute, last by {}.", PER_MINUTE, who);
                }
                throw new RefusedRequestException(
                        "At most " + PER_MINUTE + " search terms are computed within a minute. Try again later.");
            }
            asked++;
        }
        logger.info("A search term was computed for {}.", who);
        return maskedValues.of(value);
    }
}
