package io.github.kafkaaudit.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.payload.PayloadDigest;
import io.github.kafkaaudit.policy.PayloadCapture;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What can be said of a value that an interceptor replaced. */
class RequestedDigestTests {

    private final PayloadDigest digest = new PayloadDigest(null);
    private final WireCapture capture = new WireCapture(digest::digest);

    @Test
    void digestsTheBytesThatTheValueWouldHaveHad() {
        assertThat(of("asked", new StringSerializer())).isEqualTo(digest.digest("asked".getBytes(UTF_8)));
        assertThat(of(7, new IntegerSerializer())).isEqualTo(digest.digest(new byte[] {0, 0, 0, 7}));
        assertThat(of(new byte[] {1, 2}, new ByteArraySerializer())).isEqualTo(digest.digest(new byte[] {1, 2}));
    }

    @Test
    void neverCallsASerializerOfTheApplicationForAValueThatIsNotSent() {
        AtomicInteger calls = new AtomicInteger();
        Serializer<String> own = (topic, value) -> {
            calls.incrementAndGet();
            return new byte[0];
        };

        assertThat(of("asked", own)).isNull();
        assertThat(calls).hasValue(0);
    }

    @Test
    void hasNoneWhereTheTypeWasChangedOrNothingWasAskedFor() {
        assertThat(of("asked", new IntegerSerializer())).isNull();
        assertThat(of(null, new StringSerializer())).isNull();
    }

    @Test
    void hasNoneWhereThePolicyWantsNoPayload() {
        TopicPolicy none = TopicPolicy.DEFAULT.withCapture(PayloadCapture.NONE);

        assertThat(RequestedDigest.of("asked", new StringSerializer(), "t", capture, none))
                .isNull();
    }

    private @Nullable String of(@Nullable Object requested, Serializer<?> serializer) {
        return RequestedDigest.of(requested, serializer, "t", capture, TopicPolicy.DEFAULT);
    }
}
