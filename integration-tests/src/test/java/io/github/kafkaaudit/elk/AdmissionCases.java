package io.github.kafkaaudit.elk;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Records of every kind that may lie on the audit topic, and what the rules of {@code docs/admission.md} say to them.
 */
final class AdmissionCases {

    /** The time at which they are decided about. */
    static final Instant NOW = Instant.parse("2026-11-22T13:00:00Z");

    private static final String ADMITTED = "";
    private static final String TIME = "2026-11-22T10:00:00.123Z";
    private static final List<String> OTHER_ROOTS = List.of(
            "ecs", "error", "host", "kafka_audit", "message", "messaging", "process", "service", "span", "trace");

    private static final JsonNode LISTS =
            Repository.json("integration-tests/src/test/resources/io/github/kafkaaudit/elk/admission-cases.json");

    private final List<AdmissionCase> cases = new ArrayList<>();

    private AdmissionCases() {}

    static List<AdmissionCase> all() {
        var cases = new AdmissionCases();
        cases.namesAtTheRoot();
        cases.namesInAPayload();
        cases.numbers();
        cases.times();
        cases.ages();
        cases.ids();
        cases.shapesOfTheEvent();
        cases.documents();
        cases.bytes();
        cases.repeatedNames();
        cases.depths();
        cases.sizes();
        cases.surrogates();
        cases.texts();
        return cases.cases;
    }

    private void namesAtTheRoot() {
        for (var name : OTHER_ROOTS) {
            for (var value : List.of("{\"a\":1}", "\"text\"", "7", "null", "[1,{\"b\":[]}]")) {
                add("root " + name, with("\"" + name + "\":" + value), ADMITTED);
            }
        }
        for (var name : list("odd names")) {
            for (var value : List.of("1", "{\"a\":{\"b\":1}}", "\"text\"")) {
                add("odd root " + name, with("\"" + name + "\":" + value), "unknown-member");
            }
        }
    }

    private void namesInAPayload() {
        for (var name : list("odd names")) {
            add("payload " + name, payload("{\"" + name + "\":\"%{foo} ${HOME}\"}"), ADMITTED);
            add("error " + name, with("\"error\":{\"" + name + "\":{\"x\":1}}"), ADMITTED);
        }
    }

    private void numbers() {
        var numbers = new ArrayList<>(list("numbers"));
        for (var zeros : new int[] {400, 998, 999, 1_000, 5_000}) {
            numbers.add("1" + "0".repeat(zeros));
            numbers.add("0." + "1".repeat(zeros - 2));
        }
        for (var number : numbers) {
            add("number " + shown(number), payload("{\"n\":" + number + ",\"t\":\"" + number + "\"}"), ADMITTED);
            add("numbers " + shown(number), payload("{\"a\":[" + number + " , " + number + "]}"), ADMITTED);
        }
        for (var number : List.of("1e2", "-0", "1.5", "1E0", "7")) {
            add("sequence " + number, event("\"sequence\":" + number + ",\"id\":\"n\""), ADMITTED);
            add("step " + number, with("\"kafka_audit\":{\"step\":" + number + "}"), ADMITTED);
        }
        for (var number : list("no numbers")) {
            add("no number " + number, payload("{\"n\":" + number + "}"), "not-json");
        }
    }

    private void times() {
        for (var time : List.of(
                "2026-11-22T10:00:00Z",
                "2026-11-22T10:00:00.1Z",
                "2026-11-22T10:00:00.12Z",
                "2026-11-22T10:00:00.123Z",
                "2026-11-22T10:00:00.1234Z",
                "2026-11-22T10:00:00.123456Z",
                "2026-11-22T10:00:00.123456789Z",
                "2026-11-22T10:00:00.000000000Z",
                "2026-11-22T10:00:00+00:00",
                "2026-11-22T10:00:00.5+09:00",
                "2026-11-22T23:30:00-11:30",
                "2026-11-20T00:30:00+09:00")) {
            add("time " + time, at("\"" + time + "\""), ADMITTED);
        }
        add("escaped time", at("\"2026\\u002d11-22T10:00:00\\u005a\""), ADMITTED);
        for (var time : list("no times")) {
            add("no time " + time, at("\"" + time + "\""), "bad-timestamp");
        }
        for (var value : List.of(
                "0",
                "1795341600000",
                "1795341600.5",
                "1.7953416e12",
                "null",
                "true",
                "{}",
                "[]",
                "[\"" + TIME + "\"]",
                "{\"a\":\"" + TIME + "\"}")) {
            add("no text of a time " + value, at(value), "bad-timestamp");
        }
        add("no time at all", "{\"event\":{\"id\":\"t\"}}", "bad-timestamp");
        add("time elsewhere", "{\"event\":{\"id\":\"t\",\"@timestamp\":\"" + TIME + "\"}}", "bad-timestamp");
    }

    private void ages() {
        var firstKept = Instant.parse("2026-10-24T00:00:00Z");
        age("29 days and 23.5 hours", NOW.minus(Duration.ofMinutes(29 * 1_440 + 1_410)), "too-old");
        age("29 days", NOW.minus(Duration.ofDays(29)), ADMITTED);
        age("30 days", NOW.minus(Duration.ofDays(30)), "too-old");
        age("31 days", NOW.minus(Duration.ofDays(31)), "too-old");
        age("the first that is kept", firstKept, ADMITTED);
        age("a nanosecond too old", firstKept.minusNanos(1), "too-old");
        age("a millisecond too old", firstKept.minusMillis(1), "too-old");
        age("a year", NOW.minus(Duration.ofDays(365)), "too-old");
        age("the first time there is", Instant.EPOCH, "too-old");
        age("now", NOW, ADMITTED);
        age("an hour ahead", NOW.plus(Duration.ofHours(1)), ADMITTED);
        age("24 hours ahead", NOW.plus(Duration.ofHours(24)), ADMITTED);
        age("a nanosecond too far ahead", NOW.plus(Duration.ofHours(24)).plusNanos(1), "in-the-future");
        age("25 hours ahead", NOW.plus(Duration.ofHours(25)), "in-the-future");
        age("in 2099", Instant.parse("2099-01-01T00:00:00Z"), "in-the-future");
        age("the last time there is", Instant.parse("9999-12-31T23:59:59.999999999Z"), "in-the-future");
    }

    private void age(String name, Instant time, String cause) {
        add("age: " + name, at("\"" + time + "\""), cause);
    }

    private void ids() {
        for (var id : List.of(
                "a",
                "0",
                " ",
                "kafka-audit-0-17",
                "%{[event][id]}",
                "${HOME}",
                "a/b?c#d",
                "../x",
                "\\u0000",
                "\\\"",
                "\\n",
                "가",
                "\\ud83d\\ude00",
                "a".repeat(512),
                "가".repeat(170),
                "_bulk",
                "é")) {
            add("id " + shown(id), event("\"id\":\"" + id + "\""), ADMITTED);
        }
        for (var id : List.of(
                "\"\"",
                "\"" + "a".repeat(513) + "\"",
                "\"" + "가".repeat(171) + "\"",
                "7",
                "1e2",
                "null",
                "true",
                "{}",
                "[]",
                "[\"a\"]")) {
            add("no id " + shown(id), event("\"id\":" + id), "no-id");
        }
    }

    private void shapesOfTheEvent() {
        for (var event : List.of(
                "null",
                "7",
                "\"a\"",
                "true",
                "[]",
                "[{\"id\":\"a\"}]",
                "{}",
                "{\"x\":{\"id\":\"a\"}}",
                "{\"ID\":\"a\"}",
                "{\"i\\u0064s\":\"a\"}")) {
            add("event " + event, "{\"@timestamp\":\"" + TIME + "\",\"event\":" + event + "}", "no-id");
        }
        for (var ingested : List.of(
                "\"2020-01-01T00:00:00Z\"",
                "1",
                "1e2",
                "-0",
                "null",
                "true",
                "{}",
                "[]",
                "{\"a\":[1e2,{\"b\":-0}]}",
                "[[1E5]]",
                "\"\"")) {
            add("ingested " + ingested, event("\"ingested\":" + ingested + ",\"id\":\"i\""), ADMITTED);
            add("ingested at the end " + ingested, event("\"id\":\"i\" , \"ingested\" : " + ingested + " "), ADMITTED);
        }
        add("escaped names", "{\"@timest\\u0061mp\":\"" + TIME + "\",\"\\u0065vent\":{\"\\u0069d\":\"e\"}}", ADMITTED);
        add("the event first", "{\"event\":{\"id\":\"e\"},\"@timestamp\":\"" + TIME + "\"}", ADMITTED);
        add("nothing but an id", "{\"event\":{ \"id\" : \"e\" } , \"@timestamp\" : \"" + TIME + "\" }", ADMITTED);
    }

    private void documents() {
        var good = with("\"message\":\"m\"");
        for (var template : list("no documents")) {
            var text = template.replace("GOOD", good);
            add("no document " + shown(text), text, "not-json");
        }
        for (var text : List.of(
                " " + good,
                good + " ",
                "\r\n\t " + good + "\n",
                good.replace(",", ",\r\n"),
                good.replace(":{", " :\n{\t"))) {
            add("white space " + shown(text), text, ADMITTED);
        }
        add("an empty object", "{}", "no-id");
    }

    private void bytes() {
        add("a tombstone", new byte[0], "not-json");
        var good = with("\"message\":\"?\"");
        for (var charset : List.of("UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE", "UTF-32")) {
            add("in " + charset, good.getBytes(Charset.forName(charset)), "not-json");
        }
        add("in EUC-KR", with("\"message\":\"합격\"").getBytes(Charset.forName("EUC-KR")), "not-json");
        add("in ISO-8859-1", with("\"message\":\"é\"").getBytes(StandardCharsets.ISO_8859_1), "not-json");
        for (var sequence : new int[][] {
            {0xff},
            {0xfe},
            {0x80},
            {0xbf},
            {0xc0, 0x80},
            {0xc1, 0xbf},
            {0xc3},
            {0xe0, 0x80, 0x80},
            {0xe3, 0x81},
            {0xed, 0xa0, 0x80},
            {0xed, 0xbf, 0xbf},
            {0xf0, 0x80, 0x80, 0x80},
            {0xf0, 0x9f, 0x98},
            {0xf4, 0x90, 0x80, 0x80},
            {0xf5, 0x80, 0x80, 0x80},
            {0xf8, 0x88, 0x80, 0x80, 0x80}
        }) {
            add("no UTF-8: " + Integer.toHexString(sequence[0]), filled(good, sequence), "not-json");
        }
        for (var sequence : new int[][] {
            {0x7f},
            {0xc2, 0x80},
            {0xdf, 0xbf},
            {0xe0, 0xa0, 0x80},
            {0xed, 0x9f, 0xbf},
            {0xef, 0xbf, 0xbd},
            {0xef, 0xbf, 0xbf},
            {0xf0, 0x90, 0x80, 0x80},
            {0xf4, 0x8f, 0xbf, 0xbf}
        }) {
            add("UTF-8: " + Integer.toHexString(sequence[0]), filled(good, sequence), ADMITTED);
        }
    }

    private void repeatedNames() {
        add("event twice", with("\"event\":{\"id\":\"b\"}"), "not-json");
        add("timestamp twice", with("\"@timestamp\":\"" + TIME + "\""), "not-json");
        add("an unknown one twice", with("\"x\":1,\"x\":1"), "not-json");
        add("id twice", event("\"id\":\"a\",\"id\":\"b\""), "not-json");
        add("twice in a payload", payload("{\"a\":1,\"a\":1}"), "not-json");
        add("twice, one escaped", payload("{\"a\":1,\"\\u0061\":1}"), "not-json");
        add("the empty one twice", payload("{\"\":1,\"\":1}"), "not-json");
        add("twice in an array", payload("[{\"a\":1,\"b\":2,\"c\":3,\"a\":4}]"), "not-json");
        add("twice behind its end", good() + "{\"a\":1,\"a\":1}", "not-json");
        add("once in each of two", payload("[{\"a\":1},{\"a\":1}]"), ADMITTED);
        add("the same in another", payload("{\"a\":{\"a\":{\"a\":1}}}"), ADMITTED);
        add("two that only look alike", payload("{\"é\":1,\"e\u0301\":2}"), ADMITTED);
    }

    private void depths() {
        // The root, kafka_audit, payload and json are four levels.
        for (var levels : new int[] {1, 20, 21, 100, 196, 199}) {
            add(levels + " arrays", payload("[".repeat(levels) + "]".repeat(levels)), ADMITTED);
        }
        for (var levels : new int[] {200, 201, 216}) {
            add(levels + " arrays", payload("[".repeat(levels) + "]".repeat(levels)), "too-deep");
            add(levels + " arrays without an end", payload("[".repeat(levels)), "too-deep");
        }
        add("199 objects", payload("{\"a\":".repeat(199) + "1" + "}".repeat(199)), ADMITTED);
        add("216 objects", payload("{\"a\":".repeat(216) + "1" + "}".repeat(216)), "too-deep");
        add("220 objects of another name", with("\"x\":" + "{\"a\":".repeat(219) + "1" + "}".repeat(219)), "too-deep");
        add("220 arrays and no object", "[".repeat(220) + "]".repeat(220), "too-deep");
        add("many beside each other", payload("[" + "[],".repeat(1_000) + "[]]"), ADMITTED);
    }

    private void sizes() {
        add("as many odd numbers as may be", payload("[" + "1e2,".repeat(149_000) + "1]"), ADMITTED);
        // Behind the values there are those of the root, the timestamp, the event, its id, kafka_audit, payload and
        // json.
        add("150,000 values", payload("[" + "1,".repeat(150_000 - 9) + "1]"), ADMITTED);
        add("150,001 values", payload("[" + "1,".repeat(150_000 - 8) + "1]"), "too-many-values");
        add("too many in an array", "[" + "1,".repeat(150_001) + "1]", "too-many-values");
        var members = new StringBuilder("{\"a\":0");
        for (var i = 0; i < 60_000; i++) {
            members.append(",\"n").append(i).append("\":").append(i);
        }
        add("60,000 members", payload(members + "}"), ADMITTED);
        var frame = payload("\"\"").length();
        add("as large as may be", payload("\"" + "x".repeat(1_048_576 - frame) + "\""), ADMITTED);
        add("a byte too large", payload("\"" + "x".repeat(1_048_577 - frame) + "\""), "too-large");
        add("much too large and no JSON", "x".repeat(3_000_000), "too-large");
    }

    private void surrogates() {
        for (var text : list("half pairs")) {
            add(
                    "half a surrogate pair " + text,
                    payload("{\"t\":\"" + text + "\",\"n\":[1e2,\"" + text + "\"]}"),
                    ADMITTED);
            add("half a surrogate pair as an id " + text, event("\"id\":\"" + text + "\""), "no-id");
            add("half a surrogate pair in a name " + text, payload("{\"" + text + "\":1}"), "not-json");
        }
        for (var text : list("whole pairs")) {
            add("a surrogate pair " + text, payload("{\"t\":\"" + text + "\",\"" + text + "\":1}"), ADMITTED);
            add("a surrogate pair as an id " + text, event("\"id\":\"" + text + "\""), ADMITTED);
        }
        for (var text : List.of("\\ud8zz", "\\ud8", "\\u d800")) {
            add("no surrogate " + text, payload("{\"t\":\"" + text + "\"}"), "not-json");
        }
    }

    private void texts() {
        add("a long text", with("\"message\":\"" + "x".repeat(40_000) + "\""), ADMITTED);
        for (var text : list("texts")) {
            add(
                    "text " + shown(text),
                    with("\"message\":\"" + text + "\",\"trace\":{\"id\":\"" + text + "\"}"),
                    ADMITTED);
        }
        for (var value : List.of("true", "false", "null", "[]", "{}", "[null,true,[],{}]", "{\"a\":null}")) {
            add("value " + value, payload(value), ADMITTED);
        }
    }

    private static List<String> list(String name) {
        return LISTS.path(name).valueStream().map(text -> text.asString()).toList();
    }

    private void add(String name, String text, String cause) {
        add(name, text.getBytes(StandardCharsets.UTF_8), cause);
    }

    private void add(String name, byte[] value, String cause) {
        cases.add(new AdmissionCase(cases.size() + " " + name, value, cause));
    }

    private static String good() {
        return with("\"message\":\"m\"");
    }

    private static String with(String members) {
        return "{\"@timestamp\":\"" + TIME + "\",\"event\":{\"id\":\"e-1\",\"action\":\"message-produced\"}," + members
                + "}";
    }

    private static String event(String members) {
        return "{\"@timestamp\":\"" + TIME + "\",\"event\":{" + members + "},\"message\":\"m\"}";
    }

    private static String at(String time) {
        return "{\"@timestamp\":" + time + ",\"event\":{\"id\":\"e-2\"},\"message\":\"m\"}";
    }

    private static String payload(String json) {
        return "{\"@timestamp\":\"" + TIME
                + "\",\"event\":{\"id\":\"e-3\"},\"kafka_audit\":{\"payload\":{\"json\":{\"p\":" + json + "}}}}";
    }

    private static byte[] filled(String text, int[] sequence) {
        var raw = new StringBuilder();
        for (var unit : sequence) {
            raw.append((char) unit);
        }
        return text.replace("?", raw).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String shown(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "… (" + text.length() + ")" : text;
    }
}
