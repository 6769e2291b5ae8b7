package io.github.kafkaaudit.payload;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kafkaaudit.event.HeaderSnapshot;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.WireBytes;
import io.github.kafkaaudit.policy.BusinessKeyPolicy;
import io.github.kafkaaudit.policy.HmacKey;
import io.github.kafkaaudit.policy.MaskingPolicy;
import io.github.kafkaaudit.policy.PayloadCapture;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Inspects single records for tests. */
final class Inspected {

    static final HmacKey SECRET = new HmacKey("k1", "secret".getBytes(UTF_8));

    final List<Throwable> extractorFailures = new ArrayList<>();
    private final RecordInspector inspector;
    private TopicPolicy policy = TopicPolicy.DEFAULT;
    private PayloadCapture capture = PayloadCapture.FULL;
    private WireBytes key = WireBytes.whole("key".getBytes(UTF_8));
    private HeaderSnapshot headers = HeaderSnapshot.EMPTY;
    private @Nullable HeaderSnapshot requested;
    private @Nullable Object deserialized;
    private int maxShown = TopicPolicy.DEFAULT.maxSize();

    Inspected() {
        this(null);
    }

    Inspected(@Nullable HmacKey secret) {
        inspector = new RecordInspector(secret, extractorFailures::add);
    }

    Inspected maskingFields(String... fields) {
        return masking(new MaskingPolicy(List.of(fields), MaskingPolicy.DEFAULT_HEADERS, List.of(), false));
    }

    Inspected maskingPattern(String pattern) {
        return masking(new MaskingPolicy(List.of(), List.of(), List.of(Pattern.compile(pattern)), false));
    }

    Inspected masking(MaskingPolicy masking) {
        policy = policy.withMasking(masking);
        return this;
    }

    Inspected businessKeyBy(String... parts) {
        policy = policy.withBusinessKey(new BusinessKeyPolicy(List.of(parts), null));
        return this;
    }

    Inspected dedup(BusinessKeyPolicy dedup) {
        policy = policy.withBusinessKey(dedup);
        return this;
    }

    Inspected capture(PayloadCapture capture) {
        this.capture = capture;
        return this;
    }

    Inspected key(WireBytes key) {
        this.key = key;
        return this;
    }

    Inspected key(String key) {
        return key(WireBytes.whole(key.getBytes(UTF_8)));
    }

    Inspected headers(String name, String value) {
        headers = new HeaderSnapshot(new String[] {name}, new byte[][] {value.getBytes(UTF_8)});
        return this;
    }

    Inspected requested(String name, String value) {
        requested = new HeaderSnapshot(new String[] {name}, new byte[][] {value.getBytes(UTF_8)});
        return this;
    }

    Inspected deserialized(Object object) {
        deserialized = PayloadObjects.snapshot(object);
        return this;
    }

    Inspected maxShown(int bytes) {
        maxShown = bytes;
        return this;
    }

    RecordInspector value(String text) {
        return value(text.getBytes(UTF_8));
    }

    RecordInspector value(byte[] bytes) {
        return value(WireBytes.whole(bytes));
    }

    RecordInspector value(WireBytes value) {
        RecordSnapshot record = new RecordSnapshot("t", 0, 1, 2, "CreateTime", key, value, headers, deserialized);
        inspector.inspect(record, requested, policy, capture, maxShown);
        return inspector;
    }

    static String shown(RecordInspector inspector) {
        return new String(
                inspector.payload().bytes(),
                inspector.payload().from(),
                inspector.payload().length(),
                UTF_8);
    }
}
