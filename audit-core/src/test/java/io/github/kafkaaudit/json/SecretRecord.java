package io.github.kafkaaudit.json;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.HeaderSnapshot;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.RequestedRecord;
import io.github.kafkaaudit.event.WireBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;

/**
 * A random record with one value that must not be shown, in a masked field and, of the many places where it could stand
 * as well, in some.
 */
final class SecretRecord {

    /** Places in the payload, beside the masked field: members of a JSON object. */
    private static final List<BiFunction<Random, String, String>> MEMBERS = List.of(
            (random, s) -> "\"copy\":" + quoted(random, s),
            (random, s) -> "\"copies\":[" + quoted(random, s) + "," + quoted(random, "x" + s) + "]",
            (random, s) -> "\"text\":" + quoted(random, "about " + s + ", and more"),
            (random, s) -> "\"deep\":{\"er\":[{\"copy\":" + quoted(random, s) + "}]}",
            (random, s) -> "\"json\":" + quoted(random, "{\"residentNumber\":" + quoted(random, s) + "}"),
            (random, s) -> "\"json\":" + quoted(random, "{\"other\":" + quoted(random, s) + "}"),
            (random, s) -> "\"json\":" + quoted(random, " [{\"a\":[" + quoted(random, s) + "]}]\n"),
            (random, s) -> "\"twice\":"
                    + quoted(random, quoted(random, "{\"RESIDENTNUMBER\":" + quoted(random, s) + ",\"z\":1}")),
            (random, s) ->
                    "\"twice\":" + quoted(random, quoted(random, quoted(random, "{\"x\":" + quoted(random, s) + "}"))),
            (random, s) -> "\"outer\":"
                    + quoted(
                            random,
                            "{\"inner\":" + quoted(random, "{\"resident_number\":" + quoted(random, s) + "}") + "}"),
            (random, s) -> "\"broken\":" + quoted(random, "{\"residentNumber\":" + quoted(random, s)),
            (random, s) ->
                    "\"log\":" + quoted(random, "received {\"residentNumber\":" + quoted(random, s) + "} from it"),
            (random, s) -> "\"log\":" + quoted(random, "Applicant[residentNumber=" + s + ", step=3]"),
            (random, s) -> "\"xml\":" + quoted(random, "<a><residentNumber>" + s + "</residentNumber></a>"),
            (random, s) -> "\"map\":{" + quoted(random, s) + ":1}",
            (random, s) -> "\"map\":{" + quoted(random, "of " + s) + ":{\"a\":1}}",
            (random, s) -> "\"mapped\":" + quoted(random, "{" + quoted(random, s) + ":1}"),
            (random, s) -> "\"residentNumber\":{" + quoted(random, s) + ":{" + quoted(random, s) + ":true}}",
            (random, s) -> "\"padding\":\"" + "x".repeat(random.nextInt(8) == 0 ? random.nextInt(20_000) : 3)
                    + "\",\"copy\":" + quoted(random, s),
            (random, s) -> isNumber(s) ? "\"n\":" + s + ",\"e\":" + exponent(s) : "\"n\":" + quoted(random, s));

    /** What is a key or the value of a header. */
    private static final List<BiFunction<Random, String, byte[]>> VALUES = List.of(
            (random, s) -> s.getBytes(UTF_8),
            (random, s) -> ("user " + s).getBytes(UTF_8),
            (random, s) -> ("{\"residentNumber\":" + quoted(random, s) + "}").getBytes(UTF_8),
            (random, s) -> ("{\"payload\":{\"a\":{\"resident_number\":" + quoted(random, s) + "}}}").getBytes(UTF_8),
            (random, s) -> ("{\"other\":" + quoted(random, s) + "}").getBytes(UTF_8),
            (random, s) -> quoted(random, "{\"residentNumber\":" + quoted(random, s) + "}")
                    .getBytes(UTF_8),
            (random, s) -> quoted(random, quoted(random, s)).getBytes(UTF_8),
            (random, s) -> ("{\"residentNumber\":" + quoted(random, s)).getBytes(UTF_8),
            (random, s) -> ("residentNumber=" + s).getBytes(UTF_8),
            (random, s) -> binary(s.getBytes(UTF_8)),
            (random, s) -> s.getBytes(UTF_16LE),
            (random, s) -> gzip(s.getBytes(UTF_8)),
            (random, s) -> isLong(s)
                    ? ByteBuffer.allocate(8).putLong(Long.parseLong(s)).array()
                    : s.getBytes(UTF_8),
            (random, s) -> (s + "y".repeat(5000)).getBytes(UTF_8));

    /** What an exception says. */
    private static final List<BiFunction<Random, String, String>> TEXTS = List.of(
            (random, s) -> "cannot handle " + s,
            (random, s) -> "cannot handle " + quoted(random, s),
            (random, s) -> "cannot handle " + quoted(random, quoted(random, s)),
            (random, s) ->
                    "Source: \"{\"residentNumber\":\"" + s.substring(0, s.length() - 1) + "\"...[truncated 10 chars]",
            (random, s) -> "bad " + Arrays.toString(s.getBytes(UTF_8)),
            (random, s) -> random.nextInt(10) > 0 ? s : "x".repeat(64 * 1024 - random.nextInt(s.length() + 1)) + s,
            (random, s) -> "other: {\"residentNumber\":" + quoted(random, s) + "}",
            (random, s) -> isNumber(s) ? "number " + exponent(s) : "<" + s + ">");

    /** What becomes of the JSON on its way. */
    private static final List<BiFunction<Random, byte[], WireBytes>> WIRES = List.of(
            (random, json) -> WireBytes.whole(json),
            (random, json) -> WireBytes.whole(json),
            (random, json) -> WireBytes.whole(json),
            (random, json) -> WireBytes.whole(json),
            (random, json) ->
                    WireBytes.whole(quoted(random, new String(json, UTF_8)).getBytes(UTF_8)),
            (random, json) -> WireBytes.whole(framed(json)),
            (random, json) -> WireBytes.whole(concat(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, json)),
            (random, json) ->
                    WireBytes.partial(Arrays.copyOf(json, random.nextInt(json.length)), json.length, "sha256:00"),
            (random, json) -> WireBytes.whole(Arrays.copyOf(json, 1 + random.nextInt(json.length - 1))),
            (random, json) -> WireBytes.whole(concat(json, "}".getBytes(UTF_8))),
            (random, json) -> WireBytes.whole(new String(json, UTF_8).getBytes(UTF_16LE)),
            (random, json) -> WireBytes.whole(gzip(json)),
            (random, json) -> WireBytes.whole(binary(json)),
            (random, json) -> WireBytes.whole(("text " + new String(json, UTF_8)).getBytes(UTF_8)),
            (random, json) -> WireBytes.unavailable(json.length));

    private static final List<Function<Random, String>> SECRETS = List.of(
            random -> "kim" + random.nextInt(100_000) + "@example.com",
            random -> (100_000 + random.nextInt(900_000)) + "-" + (1_000_000 + random.nextInt(9_000_000)),
            random -> Long.toString(1_000_000_000_000L + random.nextLong(8_000_000_000_000L)),
            random -> Integer.toString(10_000_000 + random.nextInt(1_000_000_000)),
            random -> random.nextInt(100_000_000, 1_000_000_000) + "." + (1 + random.nextInt(9)),
            random -> "김철수 " + random.nextInt(1_000_000) + " 서울",
            random -> "a\"b\\c\nd/" + random.nextInt(1_000_000) + "\t😀é",
            random -> "\\\\n" + random.nextInt(10_000_000) + "\\u0041\"",
            random -> new java.util.UUID(random.nextLong(), random.nextLong()).toString(),
            random -> " padded " + random.nextInt(1_000_000) + " ",
            random -> "{\"id\":" + random.nextInt(1_000_000_000) + "}",
            random -> "S3CRET-" + Long.toString(random.nextLong() >>> 1, 36) + "=&%<>'");

    private final Random random;
    private final String secret;
    private final Source source;

    /** The event of the producing side. */
    final AuditEvent produced;

    /** The event of the consuming side. */
    final AuditEvent consumed;

    /**
     * Makes a record.
     *
     * @param random where everything comes from
     * @param path the names of the objects around the masked field
     * @param places how likely each other place is to have the value as well, from 0 to 100
     * @param source where the value is learned from
     */
    SecretRecord(Random random, String path, int places, Source source) {
        this.random = random;
        this.source = source;
        this.secret = pick(SECRETS).apply(random);
        String json = json(path, places);
        WireBytes value = random.nextInt(12) == 0 && source != Source.FIELD
                ? WireBytes.NONE
                : pick(WIRES).apply(random, json.getBytes(UTF_8));
        byte[] key = source == Source.KEY
                ? secret.getBytes(UTF_8)
                : here(places) ? pick(VALUES).apply(random, secret) : new byte[] {'k'};
        HeaderSnapshot headers = headers(places);
        RecordSnapshot record = new RecordSnapshot(
                "recruit.result",
                3,
                42,
                Events.TIME,
                "CreateTime",
                key.length > 4096
                        ? WireBytes.partial(Arrays.copyOf(key, 4096), key.length, null)
                        : WireBytes.whole(key),
                value,
                headers,
                null);
        Throwable error = error(places);
        produced = AuditEvent.of(AuditAction.MESSAGE_PRODUCE_FAILED)
                .record(record)
                .error(error)
                .requested(new RequestedRecord(name(places, "asked"), headers(places), null))
                .build(7, Events.TIME);
        consumed = Events.failed(record, error).build(8, Events.TIME);
    }

    String secret() {
        return secret;
    }

    private String json(String path, int places) {
        List<String> members = new ArrayList<>();
        members.add("\"id\":17");
        if (source == Source.FIELD) {
            members.add(field(path));
        }
        for (BiFunction<Random, String, String> member : MEMBERS) {
            if (here(places / 3)) {
                // A name twice in one object would be shown as text: also a way to be tried, but not the only one.
                members.add(
                        random.nextInt(members.size() + 1),
                        "\"o" + members.size() + "\":{" + member.apply(random, secret) + "}");
            }
        }
        return "{" + String.join(",", members) + "}";
    }

    /** The masked field itself. */
    private String field(String path) {
        String value = isNumber(secret) && random.nextBoolean()
                ? random.nextBoolean() ? secret : exponent(secret)
                : quoted(random, secret);
        String field = "\"residentNumber\":" + (random.nextInt(4) == 0 ? "[null," + value + "]" : value);
        String[] names = path.isEmpty() ? new String[0] : path.split("/");
        for (int i = names.length - 1; i >= 0; i--) {
            field = "\"" + names[i] + "\":{\"z\":0," + field + "}";
        }
        return field;
    }

    private HeaderSnapshot headers(int places) {
        List<Object> headers = new ArrayList<>();
        for (String name : List.of(
                "x-other", "kafka_dlt-exception-message", "ka-svc", "ka-id", "kafka_original-topic", "traceparent")) {
            // An id that was made for the message is shown whatever else there is.
            boolean id = name.equals("ka-id") && secret.length() == 36;
            if (here(places) && !id) {
                headers.add(name);
                headers.add(pick(VALUES).apply(random, secret));
            }
        }
        headers.add("x-secret");
        headers.add(
                source == Source.HEADER ? secret.getBytes(UTF_8) : pick(VALUES).apply(random, secret));
        headers.add(name(places, "name"));
        headers.add("value".getBytes(UTF_8));
        return HeaderSnapshot.ofPairs(headers.toArray());
    }

    private String name(int places, String name) {
        return here(places) ? name + secret : name;
    }

    private Throwable error(int places) {
        Throwable cause =
                new IllegalArgumentException(here(places) ? pick(TEXTS).apply(random, secret) : "no");
        Throwable error = new IllegalStateException(here(places) ? pick(TEXTS).apply(random, secret) : "failed", cause);
        cause.setStackTrace(new StackTraceElement[0]);
        error.setStackTrace(new StackTraceElement[0]);
        return error;
    }

    private boolean here(int places) {
        return random.nextInt(100) < places;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static String quoted(Random random, String text) {
        return new RandomJson(random, () -> "").quoted(text);
    }

    private static boolean isNumber(String text) {
        return text.matches("\\d+(\\.\\d+)?");
    }

    private static boolean isLong(String text) {
        return text.matches("\\d{1,18}");
    }

    private static String exponent(String number) {
        String digits = number.replace(".", "");
        int point = number.indexOf('.') < 0 ? number.length() : number.indexOf('.');
        return digits.charAt(0) + "." + digits.substring(1) + "e" + (point - 1);
    }

    private static byte[] framed(byte[] bytes) {
        return concat(new byte[] {0, 0, 0, 0, 42}, bytes);
    }

    private static byte[] binary(byte[] bytes) {
        return concat(new byte[] {0, 1, (byte) 0xFF, 30}, bytes);
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Where the value is learned from. */
    enum Source {
        FIELD,
        KEY,
        HEADER
    }
}
