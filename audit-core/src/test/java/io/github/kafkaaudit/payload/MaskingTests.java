package io.github.kafkaaudit.payload;

import static io.github.kafkaaudit.payload.Inspected.shown;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.event.WireBytes;
import io.github.kafkaaudit.policy.MaskingPolicy;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MaskingTests {

    @Nested
    class OfFields {

        @Test
        void masksANameAtAnyDepthWhateverItsCase() {
            RecordInspector inspected = new Inspected()
                    .maskingFields("password")
                    .value("{\"password\":\"a1b2c3\",\"x\":[{\"Password\":\"d4e5f6\"}],\"passwords\":\"no\"}");

            assertThat(shown(inspected))
                    .isEqualTo("{\"password\":\"***\",\"x\":[{\"Password\":\"***\"}],\"passwords\":\"no\"}");
            assertThat(inspected.payload().masked()).isTrue();
            assertThat(inspected.maskedFields()).containsExactly("password");
        }

        @Test
        void masksWhatAPointerPointsAt() {
            RecordInspector inspected = new Inspected()
                    .maskingFields("/applicant/email", "/list/0", "/any/*/x", "/a~1b~0c")
                    .value("{\"applicant\":{\"email\":\"a@b.example\"},\"email\":\"c@d.example\",\"list\":[11,22],"
                            + "\"any\":{\"p\":{\"x\":3,\"y\":4},\"q\":[{\"x\":5}]},\"a/b~c\":\"v\"}");

            assertThat(shown(inspected))
                    .isEqualTo("{\"applicant\":{\"email\":\"***\"},\"email\":\"c@d.example\",\"list\":[\"***\",22],"
                            + "\"any\":{\"p\":{\"x\":\"***\",\"y\":4},\"q\":[{\"x\":5}]},\"a/b~c\":\"***\"}");
        }

        @Test
        void masksANameThatIsWrittenWithEscapes() {
            assertThat(shown(new Inspected().maskingFields("pin").value("{\"p\\u0069n\":\"123456\"}")))
                    .isEqualTo("{\"p\\u0069n\":\"***\"}");
        }

        @Test
        void masksNumbersAndTruthValuesButNotNull() {
            assertThat(shown(new Inspected()
                            .maskingFields("a")
                            .value("{\"a\":1.5,\"b\":{\"a\":true},\"c\":{\"a\":null}}")))
                    .isEqualTo("{\"a\":\"***\",\"b\":{\"a\":\"***\"},\"c\":{\"a\":null}}");
        }

        @Test
        void masksObjectsWholeAndArraysElementByElement() {
            assertThat(shown(new Inspected()
                            .maskingFields("a")
                            .value("{\"a\":[\"x1y2z3\",2,null,[3],{\"k\":4}],\"b\":{\"a\":{\"deep\":[5]}}}")))
                    .isEqualTo("{\"a\":[\"***\",\"***\",null,[\"***\"],\"***\"],\"b\":{\"a\":\"***\"}}");
        }

        @Test
        void masksJsonThatCanOnlyBeShownAsText() {
            RecordInspector inspected =
                    new Inspected().maskingFields("a").value("[1,{\"a\":\"secret-value\"},{\"b\":1,\"b\":2}]");

            assertThat(inspected.payload().format()).isEqualTo(PayloadFormat.TEXT);
            assertThat(shown(inspected)).isEqualTo("[1,{\"a\":\"***\"},{\"b\":1,\"b\":2}]");
        }

        @Test
        void doesNotShowWhatCannotBeRead() {
            Inspected masking = new Inspected().maskingFields("password");
            byte[] json = "{\"password\":\"secret-value\",\"x\":1}".getBytes(UTF_8);

            for (RecordInspector inspected : List.of(
                    masking.value("plain text"),
                    new Inspected().maskingFields("password").value(new byte[] {0, 1, 2}),
                    new Inspected().maskingFields("password").value("{\"password\":\"secret-value\""),
                    new Inspected()
                            .maskingFields("password")
                            .value(WireBytes.partial(Arrays.copyOf(json, 30), json.length, "sha256:00")))) {
                assertThat(inspected.payload().format()).isEqualTo(PayloadFormat.HASH);
                assertThat(inspected.payload().reason()).contains("masking applies");
                assertThat(inspected.payload().masked()).isTrue();
                assertThat(inspected.payload().length()).isZero();
                assertThat(inspected.hash()).isNotNull();
            }
        }

        @Test
        void showsEmptyValuesAndTombstonesAllTheSame() {
            assertThat(new Inspected().maskingFields("a").value("").payload().format())
                    .isEqualTo(PayloadFormat.TEXT);
            assertThat(new Inspected()
                            .maskingFields("a")
                            .value(WireBytes.NONE)
                            .payload()
                            .format())
                    .isNull();
        }

        @Test
        void masksTheValueInOtherFieldsToo() {
            RecordInspector inspected = new Inspected()
                    .maskingFields("email")
                    .value("{\"email\":\"a@b.example\",\"note\":\"write to a@b.example\",\"x\":\"\\u0061@b.example\"}");

            assertThat(shown(inspected)).isEqualTo("{\"email\":\"***\",\"note\":\"write to ***\",\"x\":\"***\"}");
            assertThat(inspected.maskedFields()).containsExactly("email", "content");
        }

        @Test
        void masksDocumentsThatAreTextsHoweverDeep() {
            RecordInspector inspected = new Inspected()
                    .maskingFields("email", "/after/pin")
                    .value("{\"payload\":\"{\\\"email\\\":\\\"a@b.example\\\",\\\"x\\\":1}\","
                            + "\"after\":\"{\\\"pin\\\":123456}\",\"pin\":\"shown\"}");

            assertThat(shown(inspected))
                    .isEqualTo("{\"payload\":\"{\\\"email\\\":\\\"***\\\",\\\"x\\\":1}\","
                            + "\"after\":\"{\\\"pin\\\":\\\"***\\\"}\",\"pin\":\"shown\"}");
            assertThat(inspected.maskedFields()).containsExactlyInAnyOrder("email", "/after/pin");
        }

        @Test
        void leavesTextsAloneThatOnlyLookLikeADocument() {
            String json = "{\"a\":\"[INFO] {started}\",\"b\":\"{\",\"c\":\"\\\"quoted\\\" word\",\"email\":null}";

            assertThat(shown(new Inspected().maskingFields("email").value(json)))
                    .isEqualTo(json);
        }

        @Test
        void showsNoTextThatNamesAMaskedFieldAndCannotBeRead() {
            for (String text : List.of(
                    "{\\\"email\\\":\\\"a@b.ex",
                    "Applicant[email=a@b.example]",
                    "<email>a@b.example</email>",
                    "got {\\\"email\\\": \\\"a@b.example\\\"}",
                    "got {\\u0022email\\u0022: 7}")) {
                RecordInspector inspected = new Inspected()
                        .maskingFields("email")
                        .key("a@b.example")
                        .value("{\"log\":\"" + text + "\",\"x\":1}");

                assertThat(shown(inspected)).isEqualTo("{\"log\":\"***\",\"x\":1}");
                assertThat(inspected.key()).isEqualTo("***");
            }
        }

        @Test
        void hidesTheNamesInsideOfAMaskedObjectButNotItsSchema() {
            RecordInspector inspected = new Inspected()
                    .maskingFields("people")
                    .value("{\"people\":{\"kim@b.example\":{\"status\":\"x1y2z3\"}},\"who\":\"kim@b.example\","
                            + "\"status\":\"my status\"}");

            assertThat(shown(inspected)).isEqualTo("{\"people\":\"***\",\"who\":\"***\",\"status\":\"my status\"}");
        }

        @Test
        void masksEqualNumbersInEveryNotation() {
            RecordInspector inspected = new Inspected()
                    .maskingFields("no")
                    .value(
                            "{\"no\":9001011234567,\"a\":9.001011234567e12,\"b\":90010112345670e-1,\"c\":9001011234568.5}");

            assertThat(shown(inspected))
                    .isEqualTo("{\"no\":\"***\",\"a\":\"***\",\"b\":\"***\",\"c\":9001011234568.5}");
            assertThat(inspected.mask("no 9.001011234567E12", "error.message")).isEqualTo("no ***");
            assertThat(inspected.header(
                            "x",
                            java.nio.ByteBuffer.allocate(8)
                                    .putLong(9001011234567L)
                                    .array()))
                    .isEqualTo("***");
        }

        @Test
        void showsNothingIfAFieldIsNamedLikeAMaskedValue() {
            RecordInspector inspected =
                    new Inspected().maskingFields("email").value("{\"email\":\"a@b.example\",\"a@b.example\":1}");

            assertThat(inspected.payload().format()).isEqualTo(PayloadFormat.HASH);
        }
    }

    @Nested
    class WithASecret {

        @Test
        void makesEqualValuesEqualAndSearchable() {
            MaskedValues terms = new MaskedValues(Inspected.SECRET);
            RecordInspector inspected = new Inspected(Inspected.SECRET)
                    .maskingFields("email", "pin")
                    .value("{\"email\":\"\\u0061@b.example\",\"pin\":123456}");

            assertThat(shown(inspected))
                    .isEqualTo(
                            "{\"email\":\"" + terms.of("a@b.example") + "\",\"pin\":\"" + terms.of("123456") + "\"}");
            assertThat(terms.of("a@b.example")).matches("hmac:k1:[0-9a-f]{64}");
        }

        @Test
        void keysTheDigest() {
            assertThat(new Inspected(Inspected.SECRET).value("x").hash())
                    .asString(UTF_8)
                    .matches("hmac-sha256:k1:[0-9a-f]{64}");
        }
    }

    @Nested
    class OfText {

        @Test
        void replacesWhatAPatternFinds() {
            Inspected masking = new Inspected().maskingPattern("\\d{6}-\\d{7}");

            RecordInspector inspected = masking.value("Kim 900101-2345678 passed");

            assertThat(shown(inspected)).isEqualTo("Kim *** passed");
            assertThat(inspected.payload().masked()).isTrue();
        }

        @Test
        void replacesItInJsonValuesToo() {
            assertThat(shown(new Inspected()
                            .maskingPattern("\\d{6}-\\d{7}")
                            .value("{\"n\":\"no 900101-2345678\",\"m\":[\"\\u003900101-2345678\"],\"k\":5}")))
                    .isEqualTo("{\"n\":\"no ***\",\"m\":[\"***\"],\"k\":5}");
        }

        @Test
        void showsNothingWhereAPatternCannotLook() {
            assertThat(new Inspected()
                            .maskingPattern("\\d{6}-\\d{7}")
                            .value("{\"900101-2345678\":1}")
                            .payload()
                            .format())
                    .isEqualTo(PayloadFormat.HASH);
            assertThat(new Inspected()
                            .maskingPattern("x")
                            .value(new byte[] {0, 1})
                            .payload()
                            .format())
                    .isEqualTo(PayloadFormat.HASH);
            byte[] text = "900101-2345678".getBytes(UTF_8);
            assertThat(new Inspected()
                            .maskingPattern("\\d{6}-\\d{7}")
                            .value(WireBytes.partial(Arrays.copyOf(text, 10), text.length, "sha256:00"))
                            .payload()
                            .format())
                    .isEqualTo(PayloadFormat.HASH);
        }

        @Test
        void showsPlainTextByPatternEvenIfFieldsAreMaskedAsWell() {
            MaskingPolicy both =
                    new MaskingPolicy(List.of("pin"), List.of(), List.of(Pattern.compile("\\d{6}")), false);

            assertThat(shown(new Inspected().masking(both).value("pin 123456"))).isEqualTo("pin ***");
            assertThat(new Inspected()
                            .masking(both)
                            .value("{\"pin\": 123456")
                            .payload()
                            .format())
                    .isEqualTo(PayloadFormat.HASH);
        }

        @Test
        void givesUpAPatternThatTakesForever() {
            RecordInspector inspected =
                    new Inspected().maskingPattern("(x+x+)+y").value("x".repeat(5000));

            assertThat(shown(inspected)).isEqualTo("***");
        }

        @Test
        void searchesALongTextForAnOrdinaryPattern() {
            String text = "Thank you, kim@example.com, for your interest. ".repeat(2000);

            assertThat(shown(new Inspected()
                            .maxShown(1 << 20)
                            .maskingPattern("[\\w.+-]+@[\\w-]+\\.[\\w.]+")
                            .value(text)))
                    .isEqualTo(text.replace("kim@example.com", "***"));
        }

        @Test
        void findsItInEscapedTexts() {
            Inspected masking = new Inspected().maskingPattern("\\d{6}-\\d{7}");

            assertThat(masking.value("x").mask("got \"\\u00390\\\\u00301\\u00301-2345678\"", "error.message"))
                    .isEqualTo("got \"***\"");
            assertThat(shown(masking.value("{\"json\":\"{\\\"n\\\":\\\"90\\\\u0030101-2345678\\\"}\"}")))
                    .isEqualTo("{\"json\":\"{\\\"n\\\":\\\"***\\\"}\"}");
        }

        @Test
        void survivesAPatternThatOverflowsTheStack() {
            RecordInspector inspected =
                    new Inspected().maxShown(1 << 20).maskingPattern("(a|b)*c").value("ab".repeat(100_000));

            assertThat(shown(inspected)).isEqualTo("***");
        }
    }

    @Nested
    class OfWhatSurroundsThePayload {

        @Test
        void masksHeadersByNameWhateverTheirCase() {
            RecordInspector inspected = new Inspected().value("x");

            assertThat(inspected.header("Authorization", "Bearer abc".getBytes(UTF_8)))
                    .isEqualTo("***");
            assertThat(inspected.header("other", "text".getBytes(UTF_8))).isEqualTo("text");
            assertThat(inspected.header("binary", new byte[] {0, 1})).isEqualTo("AAE=");
            assertThat(inspected.maskedFields()).containsExactly("header:authorization");
        }

        @Test
        void masksTheKey() {
            MaskingPolicy policy = new MaskingPolicy(List.of(), List.of(), List.of(), true);

            assertThat(new Inspected()
                            .masking(policy)
                            .key("a@b.example")
                            .value("x")
                            .key())
                    .isEqualTo("***");
            assertThat(new Inspected(Inspected.SECRET)
                            .masking(policy)
                            .key("a@b.example")
                            .value("x")
                            .key())
                    .isEqualTo(new MaskedValues(Inspected.SECRET).of("a@b.example"));
        }

        @Test
        void masksAPayloadsValuesInKeyAndHeadersAndErrors() {
            RecordInspector inspected = new Inspected()
                    .maskingFields("email", "pin")
                    .key("user a@b.example")
                    .value("{\"email\":\"a@b.example\",\"pin\":\"0417\"}");

            assertThat(inspected.key()).isEqualTo("user ***");
            assertThat(inspected.header("x", "<a@b.example>".getBytes(UTF_8))).isEqualTo("<***>");
            assertThat(inspected.header("y", "\0a@b.example".getBytes(UTF_8))).isEqualTo("***");
            assertThat(inspected.mask("no mail to a@b.example, pin 0417, not 104170", "error.message"))
                    .isEqualTo("no mail to ***, pin ***, not 104170");
            assertThat(inspected.maskedFields())
                    .containsExactlyInAnyOrder("email", "pin", "key", "header:x", "header:y", "error.message");
        }

        @Test
        void masksMaskedHeadersAndKeysInThePayload() {
            MaskingPolicy policy = new MaskingPolicy(List.of(), List.of("x-user"), List.of(), true);

            RecordInspector inspected = new Inspected()
                    .masking(policy)
                    .headers("x-user", "jiyoung.kim")
                    .key("key-4711")
                    .value("{\"u\":\"jiyoung.kim\",\"k\":[\"key-4711\"]}");

            assertThat(shown(inspected)).isEqualTo("{\"u\":\"***\",\"k\":[\"***\"]}");
        }

        @Test
        void showsNothingAroundAPayloadThatCouldNotBeRead() {
            for (byte[] unreadable : List.of(
                    "{\"password\":\"tr0ub4dor&3\" oops".getBytes(UTF_8),
                    "{\"password\":\"tr0ub4dor&3\"}".getBytes(UTF_16LE),
                    new byte[] {0, 0, 0, 0, 42, 30, 't', 'r', '0', 'u', 'b'})) {
                RecordInspector inspected = new Inspected()
                        .maskingFields("password")
                        .businessKeyBy("key")
                        .key("tr0ub4dor&3")
                        .value(unreadable);

                assertThat(inspected.mask("cannot read tr0ub4dor&3", "error.message"))
                        .isNull();
                assertThat(inspected.key()).isEqualTo("***");
                assertThat(inspected.businessKey()).isNull();
                assertThat(inspected.header("x", "tr0ub4dor&3".getBytes(UTF_8))).isEqualTo("***");
                assertThat(inspected.headerName("tr0ub4dor&3")).isEqualTo("***");
                assertThat(inspected.showsName("tr0ub4dor&3", "service.origin.name"))
                        .isFalse();
                assertThat(inspected.maskedFields()).noneMatch(field -> field.contains("tr0ub4dor"));
            }
        }

        @Test
        void withholdsTextsThatMayQuoteWhatWasNotKept() {
            byte[] json = "{\"password\":\"secret-value\",\"x\":1}".getBytes(UTF_8);
            RecordInspector inspected = new Inspected()
                    .maskingFields("password")
                    .value(WireBytes.partial(Arrays.copyOf(json, 5), json.length, null));

            assertThat(inspected.mask("bad: secret-value", "error.message")).isNull();
            assertThat(inspected.header("kafka_dlt-exception-message", "bad: secret-value".getBytes(UTF_8)))
                    .isEqualTo("***");
        }

        @Test
        void masksAJsonKeyAndJsonHeadersFieldByField() {
            RecordInspector inspected = new Inspected()
                    .maskingFields("email")
                    .key("{\"id\":17,\"email\":\"a@b.example\"}")
                    .headers("person", "{\"email\":\"c@d.example\"}")
                    .value(WireBytes.NONE);

            assertThat(inspected.key()).isEqualTo("{\"id\":17,\"email\":\"***\"}");
            assertThat(inspected.header("person", "{\"email\":\"c@d.example\"}".getBytes(UTF_8)))
                    .isEqualTo("{\"email\":\"***\"}");
            assertThat(inspected.mask("no mail to a@b.example or c@d.example", "error.message"))
                    .isEqualTo("no mail to *** or ***");
        }

        @Test
        void masksEveryEscapedFormOfAValue() {
            RecordInspector inspected = new Inspected().maskingFields("name").value("{\"name\":\"a\\\"b\\\\c\\nd/e\"}");

            for (String quoted : List.of(
                    "a\"b\\c\nd/e",
                    "a\\\"b\\\\c\\nd/e",
                    "a\\\\\\\"b\\\\\\\\c\\\\nd\\/e",
                    "\\u0061\\u0022b\\u005Cc\\u000Ad/e")) {
                assertThat(inspected.mask("<" + quoted + ">", "error.message")).isEqualTo("<***>");
                assertThat(inspected.header("x", quoted.getBytes(UTF_8))).isEqualTo("***");
            }
        }

        @Test
        void masksTheBeginningOfAValueThatAnotherLibraryCut() {
            RecordInspector inspected =
                    new Inspected().maskingFields("token").value("{\"token\":\"abcdefghijklmnopqrstuvwxyz\"}");

            assertThat(inspected.mask("near abcdefghij...[truncated 16 chars]", "error.message"))
                    .isEqualTo("near ***...[truncated 16 chars]");
            assertThat(inspected.mask("x".repeat(64 * 1024 - 10) + "abcdefghijklmnopqrstuvwxyz", "error.message"))
                    .endsWith("x***");
        }

        @Test
        void masksWhatAnInterceptorRemovedFromTheHeaders() {
            Inspected inspected = new Inspected()
                    .masking(new MaskingPolicy(List.of(), List.of("x-user"), List.of(), false))
                    .requested("x-user", "jiyoung.kim");

            assertThat(inspected.value("{\"u\":\"jiyoung.kim\"}").mask("not for jiyoung.kim", "error.message"))
                    .isEqualTo("not for ***");
        }

        @Test
        void showsNoBytesThatNobodyCanRead() {
            RecordInspector inspected = new Inspected().maskingFields("email").value("{\"email\":\"a@b.example\"}");

            assertThat(inspected.header("x", new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9}))
                    .isEqualTo("***");
            assertThat(inspected.header("offset", new byte[] {0, 0, 0, 0, 0, 0, 0, 7}))
                    .isEqualTo("AAAAAAAAAAc=");
        }

        @Test
        void removesPrintedBytes() {
            RecordInspector inspected =
                    new Inspected().maskingFields("password").value("{\"a\":1}");

            assertThat(inspected.mask("Can't deserialize data [[123, 34, 97, 34, 58, 49]]", "error.message"))
                    .isEqualTo("Can't deserialize data [[***]]");
        }

        @Test
        void leavesOutSerializedExceptions() {
            assertThat(new Inspected().value("x").hidesHeader("springDeserializerExceptionValue"))
                    .isTrue();
        }
    }
}
