package io.github.kafkaaudit.payload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.event.WireBytes;
import io.github.kafkaaudit.policy.DedupKeyPolicy;
import io.github.kafkaaudit.policy.PayloadCapture;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DedupKeyTests {

    @Test
    void joinsPartsOfPayloadHeaderAndKey() {
        RecordInspector inspected = new Inspected()
                .dedupBy("/applicantId", "/result/step", "/list/1", "header:tenant", "key")
                .headers("tenant", "t1")
                .key("k")
                .value("{\"applicantId\":\"A|17\",\"result\":{\"step\":2},\"list\":[1,true]}");

        assertThat(inspected.dedupKey()).isEqualTo("A\\|17|2|true|t1|k");
        assertThat(inspected.dedupReason()).isNull();
    }

    @Test
    void showsWhatIsMissing() {
        Inspected inspected = new Inspected().dedupBy("/a", "/b", "/c");

        assertThat(inspected.value("{\"a\":\"x\",\"b\":null}").dedupKey()).isEqualTo("x|∅|∅");
        assertThat(inspected.value("{\"a\":\"\",\"b\":\"∅\",\"c\":\"\\\\\"}").dedupKey())
                .isEqualTo("|\\∅|\\\\");
    }

    @Test
    void isNoneWithoutAnyPart() {
        Inspected inspected = new Inspected().dedupBy("/a", "/b");

        RecordInspector none = inspected.value("{\"x\":1}");
        assertThat(none.dedupKey()).isNull();
        assertThat(none.dedupReason()).isEqualTo("all parts are missing");
        assertThat(inspected.value("{\"a\":1").dedupKey()).isNull();
        assertThat(inspected.value(WireBytes.NONE).dedupKey()).isNull();
    }

    @Test
    void treatsEqualNumbersAlike() {
        Inspected inspected = new Inspected().dedupBy("/n");

        assertThat(inspected.value("{\"n\":100}").dedupKey()).isEqualTo("100");
        assertThat(inspected.value("{\"n\":1.00e2}").dedupKey()).isEqualTo("100");
        assertThat(inspected.value("{\"n\":\"100\"}").dedupKey()).isEqualTo("100");
        assertThat(inspected.value("{\"n\":-0.0}").dedupKey()).isEqualTo("0");
        assertThat(inspected.value("{\"n\":1e999999999}").dedupKey()).isEqualTo("1E+999999999");
        assertThat(inspected.value("{\"n\":1e99999999999}").dedupKey()).isEqualTo("1e99999999999");
    }

    @Test
    void ignoresWhiteSpaceInObjects() {
        assertThat(new Inspected()
                        .dedupBy("/o")
                        .value("{\"o\": { \"a\" : [ 1, 2 ] } }")
                        .dedupKey())
                .isEqualTo("{\"a\":[1,2]}");
    }

    @Test
    void isFoundInTheKeptBeginningOfALargePayload() {
        byte[] json = "{\"a\":\"x\",\"b\":\"yyyyyyyyyyyyyyy\"}".getBytes(UTF_8);
        WireBytes partial = WireBytes.partial(Arrays.copyOf(json, 20), json.length, "sha256:00");

        assertThat(new Inspected().dedupBy("/a").value(partial).dedupKey()).isEqualTo("x");
        RecordInspector unseen = new Inspected().dedupBy("/a", "/b").value(partial);
        assertThat(unseen.dedupKey()).isNull();
        assertThat(unseen.dedupReason()).isEqualTo("the part /b was not kept");
    }

    @Test
    void isAvailableAlthoughThePayloadIsNotCaptured() {
        assertThat(new Inspected()
                        .capture(PayloadCapture.NONE)
                        .dedupBy("/a")
                        .value("{\"a\":\"x\"}")
                        .dedupKey())
                .isEqualTo("x");
    }

    @Test
    void showsMaskedPartsByTheirHmac() {
        MaskedValues terms = new MaskedValues(Inspected.SECRET);

        assertThat(new Inspected(Inspected.SECRET)
                        .maskingFields("email")
                        .dedupBy("/email", "/n")
                        .value("{\"email\":\"a@b.example\",\"n\":1}")
                        .dedupKey())
                .isEqualTo(terms.of("a@b.example") + "|1");
    }

    @Test
    void isNoneWhereAMaskedPartCannotBeToldApart() {
        RecordInspector inspected = new Inspected()
                .maskingFields("email")
                .dedupBy("/email", "/n")
                .value("{\"email\":\"a@b.example\",\"n\":1}");

        assertThat(inspected.dedupKey()).isNull();
        assertThat(inspected.dedupReason()).startsWith("the part /email is masked");
    }

    @Test
    void isADigestWhenItIsTooLongToBeIndexed() {
        assertThat(new Inspected()
                        .dedupBy("/a")
                        .value("{\"a\":\"" + "x".repeat(2000) + "\"}")
                        .dedupKey())
                .isEqualTo(new PayloadDigest(null).digest("x".repeat(2000).getBytes(UTF_8)));
    }

    @Test
    void comesFromTheApplicationsOwnExtractor() {
        DedupKeyPolicy policy = new DedupKeyPolicy(List.of(), record -> "own " + record.topic());

        assertThat(new Inspected().dedup(policy).value("x").dedupKey()).isEqualTo("own t");
    }

    @Test
    void saysThatAnExtractorFailed() {
        Inspected inspected = new Inspected().dedup(new DedupKeyPolicy(List.of(), record -> {
            throw new IllegalStateException("broken");
        }));

        RecordInspector none = inspected.value("x");

        assertThat(none.dedupKey()).isNull();
        assertThat(none.dedupReason()).isEqualTo("the extractor failed: java.lang.IllegalStateException");
        assertThat(inspected.extractorFailures).hasSize(1);
    }

    @Test
    void doesNotShowAMaskedValueThatAnExtractorReturns() {
        RecordInspector inspected = new Inspected()
                .maskingFields("email")
                .dedup(new DedupKeyPolicy(List.of(), record -> "a@b.example/1"))
                .value("{\"email\":\"a@b.example\"}");

        assertThat(inspected.dedupKey()).isNull();
        assertThat(inspected.dedupReason()).isEqualTo("it may show a masked value");
    }
}
