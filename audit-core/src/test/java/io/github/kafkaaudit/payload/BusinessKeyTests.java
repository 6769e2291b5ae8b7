package io.github.kafkaaudit.payload;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.event.WireBytes;
import io.github.kafkaaudit.policy.BusinessKeyPolicy;
import io.github.kafkaaudit.policy.PayloadCapture;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BusinessKeyTests {

    @Test
    void joinsPartsOfPayloadHeaderAndKey() {
        RecordInspector inspected = new Inspected()
                .businessKeyBy("/applicantId", "/result/step", "/list/1", "header:tenant", "key")
                .headers("tenant", "t1")
                .key("k")
                .value("{\"applicantId\":\"A|17\",\"result\":{\"step\":2},\"list\":[1,true]}");

        assertThat(inspected.businessKey()).isEqualTo("A\\|17|2|true|t1|k");
        assertThat(inspected.businessKeyReason()).isNull();
    }

    @Test
    void isNoneWithoutAPart() {
        Inspected inspected = new Inspected().businessKeyBy("/a", "/b", "header:tenant", "key");

        assertThat(inspected.value("{\"a\":\"x\"}").businessKey()).isNull();
        assertThat(inspected.value("{\"a\":\"x\"}").businessKeyReason()).isEqualTo("the part /b is missing");
        assertThat(inspected.value("{\"a\":\"x\",\"b\":null}").businessKeyReason())
                .isEqualTo("the part /b is missing");
        assertThat(inspected.value("{\"a\":1,\"b\":2}").businessKeyReason())
                .isEqualTo("the part header:tenant is missing");
        assertThat(inspected
                        .headers("tenant", "t1")
                        .key(WireBytes.NONE)
                        .value("{\"a\":1,\"b\":2}")
                        .businessKeyReason())
                .isEqualTo("the part key is missing");
    }

    @Test
    void isNoneWhereAPartCannotBeReadEvenIfItIsOptional() {
        Inspected inspected = new Inspected().businessKeyBy("key", "optional:/b");

        for (byte[] unreadable : List.of(
                new byte[] {10, 4, 'A', '-', '1', '7', 16, 3},
                "{\"b\":1".getBytes(UTF_8),
                "{\"b\":\"가\"}".getBytes(UTF_16LE))) {
            assertThat(inspected.value(unreadable).businessKey()).isNull();
            assertThat(inspected.value(unreadable).businessKeyReason())
                    .isEqualTo("the part /b cannot be read: the payload is no JSON");
        }
        assertThat(inspected.value(WireBytes.unavailable(20)).businessKeyReason())
                .isEqualTo("the part /b was not kept");
    }

    @Test
    void showsWhichOptionalPartIsMissing() {
        Inspected inspected = new Inspected().businessKeyBy("/a", "optional:/b", "optional:/c");

        assertThat(inspected.value("{\"a\":\"x\",\"b\":null}").businessKey()).isEqualTo("x|∅|∅");
        assertThat(inspected.value("{\"a\":\"\",\"b\":\"∅\",\"c\":\"\\\\\"}").businessKey())
                .isEqualTo("|\\∅|\\\\");
    }

    @Test
    void isNoneWithoutAnyPart() {
        Inspected inspected = new Inspected().businessKeyBy("optional:/a", "optional:/b");

        RecordInspector none = inspected.value("{\"x\":1}");
        assertThat(none.businessKey()).isNull();
        assertThat(none.businessKeyReason()).isEqualTo("all parts are missing");
        assertThat(inspected.value("{\"a\":1").businessKey()).isNull();
        assertThat(inspected.value(WireBytes.NONE).businessKey()).isNull();
    }

    @Test
    void treatsEqualNumbersAlike() {
        Inspected inspected = new Inspected().businessKeyBy("/n");

        assertThat(inspected.value("{\"n\":100}").businessKey()).isEqualTo("100");
        assertThat(inspected.value("{\"n\":1.00e2}").businessKey()).isEqualTo("100");
        assertThat(inspected.value("{\"n\":\"100\"}").businessKey()).isEqualTo("100");
        assertThat(inspected.value("{\"n\":-0.0}").businessKey()).isEqualTo("0");
        assertThat(inspected.value("{\"n\":1e999999999}").businessKey()).isEqualTo("1E+999999999");
        assertThat(inspected.value("{\"n\":1e99999999999}").businessKey()).isEqualTo("1e99999999999");
    }

    @Test
    void treatsEqualNumbersAlikeWhereTheyAreMaskedToo() {
        Inspected inspected = new Inspected(Inspected.SECRET).maskingFields("n").businessKeyBy("/n");

        assertThat(inspected.value("{\"n\":9.001011234567e12}").businessKey())
                .isEqualTo(inspected.value("{\"n\":9001011234567}").businessKey())
                .isEqualTo(new MaskedValues(Inspected.SECRET).of("9001011234567"));
    }

    @Test
    void treatsEqualValuesInsideOfAPartAlike() {
        Inspected inspected = new Inspected().businessKeyBy("/o");

        assertThat(inspected.value("{\"o\":{\"n\":1e2,\"t\":\"\\u0061\\/\"}}").businessKey())
                .isEqualTo(
                        inspected.value("{\"o\": {\"n\":100.0, \"t\":\"a/\"}}").businessKey())
                .isEqualTo("{\"n\":100,\"t\":\"a/\"}");
    }

    @Test
    void isFoundInADocumentThatIsATextInsideOfThePayload() {
        Inspected inspected = new Inspected().businessKeyBy("/payload/id", "/step");

        assertThat(inspected
                        .value("{\"step\":3,\"payload\":\"{\\\"id\\\":\\\"A-17\\\"}\"}")
                        .businessKey())
                .isEqualTo("A-17|3");
        assertThat(new Inspected()
                        .businessKeyBy("/id")
                        .value("\"{\\\"id\\\":7}\"")
                        .businessKey())
                .isEqualTo("7");
    }

    @Test
    void takesNoNumberThatMayGoOnWhereThePayloadWasCut() {
        byte[] json = "{\"a\":12345}".getBytes(UTF_8);
        WireBytes partial = WireBytes.partial(Arrays.copyOf(json, 7), json.length, "sha256:00");

        assertThat(new Inspected().businessKeyBy("/a").value(partial).businessKey())
                .isNull();
    }

    @Test
    void ignoresWhiteSpaceInObjects() {
        assertThat(new Inspected()
                        .businessKeyBy("/o")
                        .value("{\"o\": { \"a\" : [ 1, 2 ] } }")
                        .businessKey())
                .isEqualTo("{\"a\":[1,2]}");
    }

    @Test
    void isFoundInTheKeptBeginningOfALargePayload() {
        byte[] json = "{\"a\":\"x\",\"b\":\"yyyyyyyyyyyyyyy\"}".getBytes(UTF_8);
        WireBytes partial = WireBytes.partial(Arrays.copyOf(json, 20), json.length, "sha256:00");

        assertThat(new Inspected().businessKeyBy("/a").value(partial).businessKey())
                .isEqualTo("x");
        RecordInspector unseen = new Inspected().businessKeyBy("/a", "/b").value(partial);
        assertThat(unseen.businessKey()).isNull();
        assertThat(unseen.businessKeyReason()).isEqualTo("the part /b was not kept");
    }

    @Test
    void isAvailableAlthoughThePayloadIsNotCaptured() {
        assertThat(new Inspected()
                        .capture(PayloadCapture.NONE)
                        .businessKeyBy("/a")
                        .value("{\"a\":\"x\"}")
                        .businessKey())
                .isEqualTo("x");
    }

    @Test
    void showsMaskedPartsByTheirHmac() {
        MaskedValues terms = new MaskedValues(Inspected.SECRET);

        assertThat(new Inspected(Inspected.SECRET)
                        .maskingFields("email")
                        .businessKeyBy("/email", "/n")
                        .value("{\"email\":\"a@b.example\",\"n\":1}")
                        .businessKey())
                .isEqualTo(terms.of("a@b.example") + "|1");
    }

    @Test
    void isNoneWhereAMaskedPartCannotBeToldApart() {
        RecordInspector inspected = new Inspected()
                .maskingFields("email")
                .businessKeyBy("/email", "/n")
                .value("{\"email\":\"a@b.example\",\"n\":1}");

        assertThat(inspected.businessKey()).isNull();
        assertThat(inspected.businessKeyReason()).startsWith("the part /email is masked");
    }

    @Test
    void isADigestWhenItIsTooLongToBeIndexed() {
        assertThat(new Inspected()
                        .businessKeyBy("/a")
                        .value("{\"a\":\"" + "x".repeat(2000) + "\"}")
                        .businessKey())
                .isEqualTo(new PayloadDigest(null).digest("x".repeat(2000).getBytes(UTF_8)));
    }

    @Test
    void comesFromTheApplicationsOwnExtractor() {
        BusinessKeyPolicy policy = new BusinessKeyPolicy(List.of(), record -> "own " + record.topic());

        assertThat(new Inspected().dedup(policy).value("x").businessKey()).isEqualTo("own t");
    }

    @Test
    void saysThatAnExtractorFailed() {
        Inspected inspected = new Inspected().dedup(new BusinessKeyPolicy(List.of(), record -> {
            throw new IllegalStateException("broken");
        }));

        RecordInspector none = inspected.value("x");

        assertThat(none.businessKey()).isNull();
        assertThat(none.businessKeyReason()).isEqualTo("the extractor failed: java.lang.IllegalStateException");
        assertThat(inspected.extractorFailures).hasSize(1);
    }

    @Test
    void doesNotShowAMaskedValueThatAnExtractorReturns() {
        RecordInspector inspected = new Inspected()
                .maskingFields("email")
                .dedup(new BusinessKeyPolicy(List.of(), record -> "a@b.example/1"))
                .value("{\"email\":\"a@b.example\"}");

        assertThat(inspected.businessKey()).isNull();
        assertThat(inspected.businessKeyReason()).isEqualTo("it may show a masked value");
    }
}
