package io.github.kafkaaudit.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.HeaderSnapshot;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.RequestedRecord;
import io.github.kafkaaudit.event.WireBytes;
import io.github.kafkaaudit.policy.BusinessKeyPolicy;
import io.github.kafkaaudit.policy.HmacKey;
import io.github.kafkaaudit.policy.MaskingPolicy;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Random events; a failure names the seed that makes it again. */
class EncoderFuzzTests {

    private static final long FIRST_SEED = Long.getLong("fuzz.seed", System.nanoTime());
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 500);

    private static final TopicPolicy MASKING = TopicPolicy.DEFAULT
            .withMasking(new MaskingPolicy(List.of("secret", "/pointed/*/at"), List.of("x-secret"), List.of(), false))
            .withBusinessKey(new BusinessKeyPolicy(List.of("/secret", "/id", "header:x-secret", "key"), null));

    private static final JsonMapper MAPPER = new JsonMapper();

    private final JsonAuditEventEncoder plain = new JsonAuditEventEncoder(Events.JOBDA, null);
    private final JsonAuditEventEncoder keyed =
            new JsonAuditEventEncoder(Events.JOBDA, new HmacKey("k1", "fuzz".getBytes(UTF_8)));

    @Test
    void writesADocumentThatElasticsearchTakesForAnyBytes() {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = FIRST_SEED + round;
            Random random = new Random(seed);
            byte[] bytes = mutated(random);
            AuditEvent event = Events.consumed(Events.record(WireBytes.whole(bytes), HeaderSnapshot.EMPTY, null))
                    .build(7, Events.TIME);
            EncodedAuditEvent encoded = encoder(random).encode(event, Events.ID, TopicPolicy.DEFAULT, 0);

            assertThat(encoded).as("seed %s", seed).satisfies(e -> {
                JsonNode document = ElasticsearchRules.assertAccepted(e.json());
                Schemas.assertValid(e);
                assertShows(document.at("/kafka_audit/payload"), bytes);
            });
        }
    }

    @Test
    void neverShowsAClearValueThatIsMasked() {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = FIRST_SEED + round;
            Random random = new Random(seed);
            List<String> secrets = new ArrayList<>();
            AuditEvent event = eventWithSecrets(random, secrets);
            EncodedAuditEvent encoded = encoder(random).encode(event, Events.ID, MASKING, 0);

            assertThat(encoded).as("seed %s", seed).satisfies(e -> {
                JsonNode document = ElasticsearchRules.assertAccepted(e.json());
                Schemas.assertValid(e);
                String raw = new String(e.json(), UTF_8);
                for (String secret : secrets) {
                    assertThat(raw).doesNotContain(secret);
                    assertHidden(document, secret);
                }
            });
        }
    }

    @Test
    void shrinksEveryDocumentToAnySizeThatIsNotTooSmallForItsIdentity() {
        for (int round = 0; round < ROUNDS / 10; round++) {
            long seed = FIRST_SEED + round;
            Random random = new Random(seed);
            AuditEvent event = eventWithSecrets(random, new ArrayList<>());
            EncodedAuditEvent encoded = plain.encode(event, Events.ID, TopicPolicy.DEFAULT, 0);
            int size = 3000 + random.nextInt(3000);

            EncodedAuditEvent shrunk = plain.shrink(encoded, size);

            assertThat(shrunk).as("seed %s", seed).satisfies(e -> {
                assertThat(e.json().length).isLessThanOrEqualTo(Math.max(size, 0));
                ElasticsearchRules.assertAccepted(e.json());
                Schemas.assertValid(plain.markSpooled(e));
            });
        }
    }

    private JsonAuditEventEncoder encoder(Random random) {
        return random.nextBoolean() ? plain : keyed;
    }

    private static AuditEvent eventWithSecrets(Random random, List<String> secrets) {
        RandomJson generator = new RandomJson(random, () -> secret(random, secrets));
        String json = generator.object(4);
        // What is hidden in the payload must not show up anywhere else either, whatever spelling it has there.
        String quoting = secrets.isEmpty() ? "nothing" : secrets.get(random.nextInt(secrets.size()));
        if (random.nextBoolean()) {
            json = "{\"other\":" + generator.quoted("quoting " + quoting) + ",\"payload\":" + json + "}";
        }
        byte[] value = json.getBytes(UTF_8);
        WireBytes wire = switch (random.nextInt(6)) {
            case 0 -> WireBytes.partial(Arrays.copyOf(value, value.length / 2), value.length, "sha256:00");
            case 1 -> WireBytes.whole((json + " trailing").getBytes(UTF_8));
            case 2 -> WireBytes.whole(("\"" + json).getBytes(UTF_8));
            default -> WireBytes.whole(value);
        };
        HeaderSnapshot headers = new HeaderSnapshot(new String[] {"x-secret", "x-other", "x-binary"}, new byte[][] {
            secret(random, secrets).getBytes(UTF_8),
            (isJson(wire, value) ? "about " + quoting : "about nothing").getBytes(UTF_8),
            isJson(wire, value) ? ("\0" + quoting).getBytes(UTF_8) : new byte[] {0}
        });
        RecordSnapshot record = new RecordSnapshot(
                "recruit.result",
                3,
                42,
                Events.TIME - 70,
                "CreateTime",
                WireBytes.whole((isJson(wire, value) ? "key " + quoting : "key").getBytes(UTF_8)),
                wire,
                headers,
                null);
        String message = "cannot handle " + quoting + " and " + generator.quoted(quoting);
        boolean consumed = random.nextBoolean();
        AuditEvent.Builder event = AuditEvent.of(
                        consumed ? AuditAction.MESSAGE_CONSUME_FAILED : AuditAction.MESSAGE_PRODUCE_FAILED)
                .record(record)
                .reason(isJson(wire, value) ? "because of " + quoting : "because")
                .error(new IllegalStateException(message, new IllegalArgumentException(message)));
        return (consumed ? event.consumer(Events.GROUP) : event.requested(new RequestedRecord("asked", headers, null)))
                .build(7, Events.TIME);
    }

    private static boolean isJson(WireBytes wire, byte[] value) {
        return Arrays.equals(wire.bytes(), value);
    }

    private static String secret(Random random, List<String> secrets) {
        String[] alphabet = {"q", "w", "7", "-", "@", "비", "밀", "\"", "\\", "/", " ", "€", "Z", "😀"};
        StringBuilder secret = new StringBuilder("s");
        for (int i = 7 + random.nextInt(20); i > 0; i--) {
            secret.append(alphabet[random.nextInt(alphabet.length)]);
        }
        secrets.add(secret.append("t").toString());
        return secret.toString();
    }

    private static byte[] mutated(Random random) {
        byte[] bytes = new RandomJson(random, () -> "x").object(6).getBytes(UTF_8);
        for (int i = random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = (byte) "{}[]\",:\\0-e.".charAt(random.nextInt(12));
                case 2 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
                default -> {
                    byte[] doubled = Arrays.copyOf(bytes, bytes.length * 2);
                    System.arraycopy(bytes, 0, doubled, bytes.length, bytes.length);
                    bytes = doubled;
                }
            }
        }
        return bytes;
    }

    /** What is shown is what was sent: the very text, the very bytes, or JSON with the same content. */
    private static void assertShows(JsonNode payload, byte[] bytes) {
        switch (payload.get("format").asString()) {
            case "json" -> assertThat(payload.get("json")).isEqualTo(MAPPER.readTree(bytes));
            case "text" -> assertThat(payload.get("text").asString()).isEqualTo(new String(bytes, UTF_8));
            case "base64" ->
                assertThat(Base64.getDecoder().decode(payload.get("base64").asString()))
                        .isEqualTo(bytes);
            default -> throw new AssertionError(payload);
        }
    }

    private static void assertHidden(JsonNode node, String secret) {
        if (node.isString()) {
            assertThat(node.asString()).doesNotContain(secret);
            byte[] decoded = base64(node.asString());
            assertThat(new String(decoded, UTF_8)).doesNotContain(secret);
        }
        if (node.isObject()) {
            node.propertyNames().forEach(name -> assertThat(name).doesNotContain(secret));
        }
        node.forEach(child -> assertHidden(child, secret));
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
