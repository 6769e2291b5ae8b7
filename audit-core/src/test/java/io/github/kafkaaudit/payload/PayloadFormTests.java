package io.github.kafkaaudit.payload;

import static io.github.kafkaaudit.payload.Inspected.shown;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.event.WireBytes;
import io.github.kafkaaudit.policy.PayloadCapture;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadFormTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"a\":1}",
                " {\"a\" : [1, 2, {\"b\":null}], \"c\":true, \"d\":false} ",
                "[{},{\"a\":1}]",
                "{\"\":1,\"a.b\":2,\".\":3,\"_id\":4,\"@timestamp\":5,\"%{x}\":6}",
                "{\"a\":1e400,\"b\":-0.0,\"c\":12345678901234567890}",
                "{\"a\":\"\\ud800\",\"b\":\"\\u0000\",\"c\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"}",
                "{\"이름\":\"김지영 😀\"}"
            })
    void showsObjectsAndArraysOfObjectsAsJson(String json) {
        RecordInspector inspected = new Inspected().value(json);

        assertThat(inspected.payload().format()).isEqualTo(PayloadFormat.JSON);
        assertThat(shown(inspected)).isEqualTo(json.strip().equals(json) ? json : shown(inspected));
        assertThat(inspected.payload().reason()).isNull();
        assertThat(inspected.payload().truncated()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "plain text",
                "\"a string\"",
                "17",
                "true",
                "null",
                "[]",
                "[1,2]",
                "[{},1]",
                "[[{}]]",
                "[null]",
                "{\"a\":1} trailing",
                "{\"a\":1}{\"b\":2}",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{\"a\":01}",
                "{\"a\":.5}",
                "{\"a\":5.}",
                "{\"a\":+1}",
                "{\"a\":1,}",
                "{'a':1}",
                "{a:1}",
                "{\"a\"",
                "{\"a\":\"b",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":\"line\nbreak\"}",
                "{\"a\":1}}",
                "[{\"a\":1}",
                "{\"a\" 1}",
                "{\"a\":tru}",
                "{\"a\":1 \"b\":2}",
                "{,}",
                "[,]",
                "// comment\n{}"
            })
    void showsEverythingElseThatIsTextAsText(String text) {
        RecordInspector inspected = new Inspected().value(text);

        assertThat(inspected.payload().format()).isEqualTo(PayloadFormat.TEXT);
        assertThat(shown(inspected)).isEqualTo(text);
        assertThat(inspected.payload().truncated()).isFalse();
    }

    @Test
    void showsWhatElasticsearchWouldRefuseAsTextAndSaysWhy() {
        String deep = "{\"a\":".repeat(21) + "1" + "}".repeat(21);
        String deepArray = "{\"a\":" + "[".repeat(300) + "]".repeat(300) + "}";
        String veryDeep = "[".repeat(100_000) + "]".repeat(100_000);
        String longName = "{\"" + "n".repeat(9000) + "\":1}";
        String longPath = ("{\"" + "n".repeat(1000) + "\":").repeat(10) + "1" + "}".repeat(10);
        String longNumber = "{\"a\":" + "1".repeat(600) + "}";

        assertReason("nested too deeply", deep);
        assertReason("nested too deeply", deepArray);
        assertReason("nested too deeply", veryDeep);
        assertReason("a field name that is too long", longName);
        assertReason("a field name that is too long", longPath);
        assertReason("a number that is too long", longNumber);
        assertReason("a repeated field name", "{\"a\":1,\"b\":2,\"a\":3}");
        assertReason("a repeated field name", "{\"x\":{\"ab\":1,\"\\u0061b\":3}}");
        assertReason("a NUL in a field name", "{\"a\\u0000b\":1}");
    }

    @Test
    void takesTheDeepestNestingThatElasticsearchTakes() {
        assertThat(new Inspected()
                        .value("{\"a\":".repeat(20) + "1" + "}".repeat(20))
                        .payload()
                        .format())
                .isEqualTo(PayloadFormat.JSON);
    }

    @Test
    void doesNotTakeEqualNamesOfDifferentObjectsForRepeated() {
        String json = "{\"a\":{\"a\":{\"a\":1},\"b\":{\"a\":1}},\"b\":[{\"a\":1},{\"a\":2}]}";

        assertThat(new Inspected().value(json).payload().format()).isEqualTo(PayloadFormat.JSON);
    }

    @Test
    void copesWithThousandsOfNames() {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < 5000; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("\"name-")
                    .append(i)
                    .append("\":")
                    .append(i);
        }
        Inspected inspected = new Inspected().maxShown(1 << 20);

        assertThat(inspected.value(json + "}").payload().format()).isEqualTo(PayloadFormat.JSON);
        assertThat(inspected.value(json + ",\"name-4711\":1}").payload().reason())
                .isEqualTo("a repeated field name");
    }

    @Test
    void showsBinaryDataAsBase64() {
        assertThat(new Inspected()
                        .value(new byte[] {0, 0, 0, 0, 0, 0, 0, 42})
                        .payload()
                        .format())
                .isEqualTo(PayloadFormat.BASE64);
        assertThat(new Inspected()
                        .value("{\"a\":1}".getBytes(UTF_16LE))
                        .payload()
                        .format())
                .isEqualTo(PayloadFormat.BASE64);
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
        assertThat(new Inspected().value(png).payload().format()).isEqualTo(PayloadFormat.BASE64);
        assertThat(new Inspected().value(png).payload().bytes()).isEqualTo(png);
    }

    @ParameterizedTest
    @CsvSource({"80", "C0AF", "E08080", "EDA080", "F4908080", "F8888080", "C3", "E282", "FF"})
    void showsInvalidUtf8AsBase64(String hex) {
        String invalid = new String(HexFormat.of().parseHex(hex), ISO_8859_1);
        byte[] hostile = ("{\"a\":\"" + invalid + "\"}").getBytes(ISO_8859_1);

        assertThat(new Inspected().value(hostile).payload().format()).isEqualTo(PayloadFormat.BASE64);
    }

    @Test
    void leavesOutAByteOrderMark() {
        RecordInspector inspected = new Inspected().value("\uFEFF{\"a\":1}");

        assertThat(inspected.payload().format()).isEqualTo(PayloadFormat.JSON);
        assertThat(shown(inspected)).isEqualTo("{\"a\":1}");
        assertThat(inspected.hash())
                .asString(UTF_8)
                .isEqualTo(new PayloadDigest(null).digest("\uFEFF{\"a\":1}".getBytes(UTF_8)));
    }

    @Test
    void putsPrettyPrintedJsonOnOneLine() {
        RecordInspector inspected = new Inspected().value("{\r\n  \"a b\" : \" x \\\" y \",\n\t\"c\" : [ 1 , 2 ]\n}");

        assertThat(shown(inspected)).isEqualTo("{\"a b\":\" x \\\" y \",\"c\":[1,2]}");
    }

    @Test
    void tellsTombstonesFromEmptyValuesAndFromWhatNobodySaw() {
        assertThat(new Inspected().value(WireBytes.NONE).payload().format()).isNull();
        assertThat(new Inspected().value(WireBytes.NONE).hash()).isNull();
        assertThat(new Inspected().value("").payload().format()).isEqualTo(PayloadFormat.TEXT);
        assertThat(new Inspected().value("").hash()).asString(UTF_8).startsWith("sha256:e3b0c442");
        assertThat(new Inspected().value(WireBytes.unavailable(17)).payload().format())
                .isEqualTo(PayloadFormat.UNAVAILABLE);
    }

    @Test
    void showsOnlyWhatTheCaptureAllows() {
        RecordInspector hash = new Inspected().capture(PayloadCapture.HASH).value("{\"a\":1}");
        assertThat(hash.payload().format()).isEqualTo(PayloadFormat.HASH);
        assertThat(hash.hash()).isNotNull();
        assertThat(hash.payload().length()).isZero();

        RecordInspector none = new Inspected().capture(PayloadCapture.NONE).value("{\"a\":1}");
        assertThat(none.payload().format()).isEqualTo(PayloadFormat.NONE);
        assertThat(none.hash()).isNull();
    }

    @Test
    void showsTheBeginningOfTextThatWasCut() {
        byte[] all = "{\"a\":\"가나다\"}".getBytes(UTF_8);
        WireBytes partial = WireBytes.partial(Arrays.copyOf(all, 11), all.length, "sha256:00");

        RecordInspector inspected = new Inspected().value(partial);

        assertThat(inspected.payload().format()).isEqualTo(PayloadFormat.TEXT);
        assertThat(shown(inspected)).isEqualTo("{\"a\":\"가");
        assertThat(inspected.payload().truncated()).isTrue();
        assertThat(inspected.hash()).asString(UTF_8).isEqualTo("sha256:00");
    }

    @Test
    void showsTheBeginningOfJsonThatIsLargerThanTheLimit() {
        RecordInspector inspected = new Inspected().maxShown(5).value("{\"a\":\"b\"}");

        assertThat(inspected.payload().format()).isEqualTo(PayloadFormat.TEXT);
        assertThat(shown(inspected)).isEqualTo("{\"a\":");
        assertThat(inspected.payload().truncated()).isTrue();
    }

    @Test
    void saysWhenThePayloadWasNotKept() {
        assertThat(new Inspected()
                        .value(WireBytes.partial(null, 9_000_000, null))
                        .payload()
                        .format())
                .isEqualTo(PayloadFormat.NONE);
        RecordInspector digested = new Inspected().value(WireBytes.partial(null, 900, "sha256:00"));
        assertThat(digested.payload().format()).isEqualTo(PayloadFormat.HASH);
        assertThat(digested.payload().reason()).isEqualTo("the payload was not kept");
    }

    private static void assertReason(String reason, String json) {
        RecordInspector inspected = new Inspected().maxShown(1 << 20).value(json);
        assertThat(inspected.payload().format()).as(json).isEqualTo(PayloadFormat.TEXT);
        assertThat(inspected.payload().reason()).isEqualTo(reason);
        assertThat(shown(inspected)).isEqualTo(json);
    }
}
