package io.github.kafkaaudit.payload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Payloads that have cost, or could cost, an event its place in the index, beside some that look as if they could. */
final class HostilePayloads {

    /**
     * A payload.
     *
     * @param name what is odd about it
     * @param bytes the bytes on the wire
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Payload(String name, byte[] bytes) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static final String[] BROKEN = {
        "",
        " ",
        "\n",
        "{",
        "}",
        "[",
        "]",
        "{]",
        "[}",
        "\"",
        "\"a",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{,}",
        "[,]",
        "[1,]",
        "{\"a\" 1}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":'b'}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1}}",
        "{\"a\":1}]",
        "{\"a\":1} {\"b\":2}",
        "{\"a\":1}\n{\"b\":2}\n",
        "{\"a\":1},",
        "{\"a\":1};",
        "{} trailing",
        "// comment\n{}",
        "{/* comment */\"a\":1}",
        "# yaml\na: 1",
        "{\"a\":tru}",
        "{\"a\":True}",
        "{\"a\":nul}",
        "{\"a\":undefined}",
        "{\"a\":NaN}",
        "{\"a\":-NaN}",
        "{\"a\":Infinity}",
        "{\"a\":-Infinity}",
        "{\"a\":01}",
        "{\"a\":-}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":5.}",
        "{\"a\":1e}",
        "{\"a\":1e+}",
        "{\"a\":0x1F}",
        "{\"a\":1_000}",
        "{\"a\":\"\\x41\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":\"\\u123g\"}",
        "{\"a\":\"\\\"}",
        "{\"a\":\"line\nbreak\"}",
        "{\"a\":\"tab\tinside\"}",
        "{\"a\":\"\u0001\"}",
        "{\"a\u0007\":1}",
        "{\"a\":\"\u0000\"}",
        "\u001b[31mred\u001b[0m",
        "%{[event][id]}",
        "<xml a=\"1\">&lt;</xml>",
        "a=1&b=2",
        "key: value",
        "plain text",
        "합격했습니다",
        "😀",
        "\uFEFF",
        "\uFEFFtext",
        "\u2028\u2029",
        "{{template}}",
        "${jndi:ldap://localhost/a}"
    };

    private static final String[] WELL_FORMED = {
        "{}",
        "[]",
        "[[]]",
        "[{}]",
        "[{},{}]",
        "[{},1]",
        "[[{}]]",
        "[null]",
        "[1,2,3]",
        "null",
        "true",
        "false",
        "0",
        "-0",
        "1e400",
        "\"\"",
        "\"text\"",
        " {\"a\":1} ",
        "\uFEFF{\"a\":1}",
        "{\"a\":null}",
        "{\"a\":[]}",
        "{\"a\":{}}",
        "{\"a\":[1,\"x\",null,true,{\"b\":2},[3]]}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"b\":1,\"b\":2}}",
        "[{\"a\":1,\"a\":2}]",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"\":1}",
        "{\"\":{\"\":1}}",
        "{\" \":1}",
        "{\".\":1}",
        "{\"..\":1}",
        "{\"a.\":1}",
        "{\".a\":1}",
        "{\"a.b\":1,\"a\":{\"b\":2}}",
        "{\"a\":1,\"a.b\":2}",
        "{\"a\\u0000b\":1}",
        "{\"\\u0000\":1}",
        "{\"a\":\"\\u0000\"}",
        "{\"\\ud800\":1}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\\udc00\\ud800\"}",
        "{\"a\":\"\\ud83d\\ude00\"}",
        "{\"\\ud83d\\ude00\":1}",
        "{\"\\n\":1}",
        "{\"\\\"\":1}",
        "{\"\\\\\":1}",
        "{\"a\":\"\\u2028\\u2029\\u0085\\u00a0\"}",
        "{\"a\":1e400}",
        "{\"a\":-1e-400}",
        "{\"a\":12345678901234567890123}",
        "{\"a\":0.1000000000000000055511151231257827}",
        "{\"a\":1.10}",
        "{\"a\":-0.0}",
        "{\"_id\":1}",
        "{\"_source\":{}}",
        "{\"_index\":\"x\",\"_type\":\"y\",\"_routing\":\"z\"}",
        "{\"@timestamp\":\"yesterday\"}",
        "{\"@version\":{}}",
        "{\"@metadata\":{\"index\":\"x\"}}",
        "{\"tags\":5}",
        "{\"event\":\"text\",\"message\":{}}",
        "{\"[a][b]\":1}",
        "{\"%{x}\":\"%{y}\"}",
        "{\"kafka_audit\":{\"pipeline\":{\"spooled\":true}}}",
        "{\"type\":\"nested\"}",
        "{\"create\":{\"_id\":\"x\"}}",
        "{\"a\":\"2026-13-45T99:99:99Z\"}",
        "{\"a\":\"true\",\"b\":\"null\"}",
        "{\n  \"pretty\" : {\n    \"printed\" : [ 1,\n 2 ]\n  }\n}",
        "{\r\n\"a\":1\r\n}",
        "\t{\"a\":1}\t",
        "{\"이름\":\"김지영\",\"주소\":{\"도시\":\"서울\"}}",
        "{\"a\":\"\u007f\u0085\"}",
        "{\"a\":\"\u2028\"}"
    };

    private static final String[] BYTES = {
        "00",
        "0000",
        "00000001",
        "000000000000002a",
        "ff",
        "80",
        "c0af",
        "c328",
        "e08080",
        "e28228",
        "eda080",
        "f08080af",
        "f4908080",
        "f8888080",
        "feff",
        "fffe",
        "efbb",
        "efbbbf80",
        "7b2261223a22ff227d",
        "7b2261223a22c3227d",
        "7b22ff223a317d",
        "7b22eda080223a317d",
        "7b2261223a22f09f9822227d",
        "1f8b0800000000000003",
        "89504e470d0a1a0a",
        "504b0304",
        "cafebabe",
        "aced0005",
        "0000000001",
        "000000000102",
        "00000000017b7d",
        "000000002a7b2261223a317d",
        "00000000010a0861",
        "0a0561000000ff",
        "93010203",
        "a16161",
        "7b7d00",
        "007b7d",
        "5b5d0a00"
    };

    private HostilePayloads() {}

    static List<Payload> all(long seed) {
        List<Payload> payloads = new ArrayList<>();
        texts(payloads, "broken", BROKEN);
        texts(payloads, "well-formed", WELL_FORMED);
        for (String hex : BYTES) {
            payloads.add(new Payload("bytes " + hex, HexFormat.of().parseHex(hex)));
        }
        deep(payloads);
        large(payloads);
        encodings(payloads);
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            payloads.add(new Payload("random bytes " + i, bytes));
            StringBuilder json = new StringBuilder();
            object(random, json, 6);
            payloads.add(new Payload("random JSON " + i, json.toString().getBytes(UTF_8)));
            byte[] mutated = json.toString().getBytes(UTF_8);
            mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            payloads.add(new Payload("mutated JSON " + i, mutated));
        }
        return payloads;
    }

    private static void texts(List<Payload> payloads, String kind, String[] texts) {
        for (String text : texts) {
            payloads.add(new Payload(kind + ' ' + text, text.getBytes(UTF_8)));
        }
    }

    private static void deep(List<Payload> payloads) {
        for (int depth : new int[] {19, 20, 21, 22, 199, 200, 201, 997, 1000, 1001, 5000}) {
            text(payloads, depth + " objects deep", "{\"a\":".repeat(depth) + "1" + "}".repeat(depth));
            text(payloads, depth + " arrays deep", "{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}");
            text(payloads, depth + " of both deep", "[{\"a\":".repeat(depth) + "1" + "}]".repeat(depth));
            text(payloads, depth + " never closed", "{\"a\":[".repeat(depth));
        }
    }

    private static void large(List<Payload> payloads) {
        for (int size : new int[] {8191, 8192, 16_000, 32_766, 32_767, 40_000, 100_000}) {
            String text = "v".repeat(size);
            text(payloads, "a value of " + size, "{\"a\":\"" + text + "\"}");
            text(payloads, "a wide value of " + size, "{\"a\":\"" + "합".repeat(size / 3) + "\"}");
            text(payloads, "a name of " + size, "{\"" + text + "\":1}");
            text(payloads, "a name and a value of " + size, "{\"" + text + "\":\"" + text + "\"}");
            text(payloads, "text of " + size, text);
            text(payloads, "one word of text of " + size, "합".repeat(size / 3));
            text(payloads, "a number of " + size + " digits", "{\"a\":" + "1".repeat(size) + "}");
            text(payloads, "escapes of " + size, "{\"a\":\"" + "\\u0001".repeat(size / 6) + "\"}");
            payloads.add(new Payload("zeros of " + size, new byte[size]));
        }
        text(payloads, "a path of 20 long names", ("{\"" + "n".repeat(1600) + "\":").repeat(20) + "1" + "}".repeat(20));
        text(payloads, "a long name and a long value", "{\"" + "n".repeat(7900) + "\":\"" + "합".repeat(8191) + "\"}");
        text(payloads, "a number of 999 digits", "{\"a\":" + "1".repeat(999) + "}");
        text(payloads, "a number of 1001 digits", "{\"a\":0." + "1".repeat(999) + "}");
        text(payloads, "an exponent of 20 digits", "{\"a\":1e" + "9".repeat(20) + "}");
        StringBuilder names = new StringBuilder("{");
        StringBuilder elements = new StringBuilder("[");
        for (int i = 0; i < 5000; i++) {
            names.append(i == 0 ? "" : ",")
                    .append("\"name-")
                    .append(i)
                    .append("\":")
                    .append(i);
            elements.append(i == 0 ? "" : ",").append("{\"a\":").append(i).append('}');
        }
        text(payloads, "5,000 names", names + "}");
        text(payloads, "5,000 names, one repeated", names + ",\"name-17\":1}");
        text(payloads, "5,000 objects", elements + "]");
    }

    private static void encodings(List<Payload> payloads) {
        String json = "{\"이름\":\"é\"}";
        payloads.add(new Payload("UTF-16 LE", json.getBytes(UTF_16LE)));
        payloads.add(new Payload("UTF-16 BE", json.getBytes(UTF_16BE)));
        payloads.add(new Payload("Latin-1", "{\"a\":\"é\"}".getBytes(ISO_8859_1)));
        byte[] utf8 = json.getBytes(UTF_8);
        for (int i = 1; i < utf8.length; i += 2) {
            payloads.add(new Payload("cut after " + i, Arrays.copyOf(utf8, i)));
        }
    }

    private static void text(List<Payload> payloads, String name, String text) {
        payloads.add(new Payload(name, text.getBytes(UTF_8)));
    }

    private static void object(Random random, StringBuilder json, int depth) {
        json.append('{');
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            json.append(i == 0 ? "" : random.nextBoolean() ? "," : " ,\n");
            json.append('"').append(word(random)).append(i).append("\":");
            value(random, json, depth - 1);
        }
        json.append('}');
    }

    private static void value(Random random, StringBuilder json, int depth) {
        switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0 -> json.append(random.nextLong());
            case 1 -> json.append(random.nextGaussian() * 1e200);
            case 2 -> json.append(random.nextBoolean() ? "true" : "null");
            case 3, 4 -> json.append('"').append(word(random)).append('"');
            case 5 -> {
                json.append('[');
                for (int i = random.nextInt(4); i > 0; i--) {
                    value(random, json, depth - 1);
                    json.append(i > 1 ? "," : "");
                }
                json.append(']');
            }
            default -> object(random, json, depth);
        }
    }

    private static String word(Random random) {
        String[] pieces = {"a", "b.c", "이름", "😀", "\\n", "\\u0000", "\\ud800", "\\\"", " ", "%{x}", "@", "\u007f"};
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            word.append(pieces[random.nextInt(pieces.length)]);
        }
        return word.toString();
    }
}
