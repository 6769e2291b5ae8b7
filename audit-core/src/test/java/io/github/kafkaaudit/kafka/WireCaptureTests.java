package io.github.kafkaaudit.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.event.WireBytes;
import io.github.kafkaaudit.payload.PayloadDigest;
import io.github.kafkaaudit.policy.BusinessKeyPolicy;
import io.github.kafkaaudit.policy.MaskingPolicy;
import io.github.kafkaaudit.policy.PayloadCapture;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WireCaptureTests {

    private static final byte[] LARGE = ("{\"text\":\"" + "x".repeat(100_000) + "\",\"id\":17}").getBytes(UTF_8);

    private final WireCapture capture = new WireCapture(new PayloadDigest(null)::digest);

    @ParameterizedTest
    @EnumSource
    void keepsAPayloadThatHasToBeReadWholeWhateverIsShownOfIt(PayloadCapture shown) {
        TopicPolicy policy = TopicPolicy.DEFAULT.withCapture(shown);
        for (TopicPolicy reading : List.of(
                policy.withBusinessKey(new BusinessKeyPolicy(List.of("optional:/id"), null)),
                policy.withBusinessKey(new BusinessKeyPolicy(List.of(), record -> "own")),
                policy.withMasking(new MaskingPolicy(List.of("id"), List.of(), List.of(), false)))) {
            assertThat(sent(reading, true).bytes()).isEqualTo(LARGE);
            assertThat(received(reading, true).bytes()).isEqualTo(LARGE);
            assertThat(WireCapture.wanted(LARGE.length, reading)).isEqualTo(LARGE.length);
        }
    }

    @Test
    void keepsOnlyTheBeginningOfWhatNeedNotBeRead() {
        TopicPolicy policy = TopicPolicy.DEFAULT.withBusinessKey(new BusinessKeyPolicy(List.of("key"), null));

        assertThat(sent(policy, true).kept()).isEqualTo(policy.maxSize());
        assertThat(received(policy, true).kept()).isEqualTo(policy.maxSize());
        assertThat(sent(policy.withCapture(PayloadCapture.NONE), true).kept()).isZero();
        assertThat(WireCapture.wanted(LARGE.length, policy)).isEqualTo(policy.maxSize());
    }

    @Test
    void keepsNothingWhereThereIsNoRoom() {
        TopicPolicy policy = TopicPolicy.DEFAULT.withBusinessKey(new BusinessKeyPolicy(List.of("/id"), null));

        assertThat(sent(policy, false).kept()).isZero();
        assertThat(received(policy, false).kept()).isZero();
        assertThat(received(policy, false).digest()).startsWith("sha256:");
    }

    private WireBytes sent(TopicPolicy policy, boolean roomLeft) {
        return capture.value(LARGE, "an object", policy, roomLeft);
    }

    private WireBytes received(TopicPolicy policy, boolean roomLeft) {
        return capture.value(ByteBuffer.wrap(LARGE), policy, roomLeft);
    }
}
