package io.github.kafkaaudit.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonBufferTests {

    private final JsonMapper mapper = JsonMapper.shared();
    private final JsonBuffer json = new JsonBuffer(1);

    @Test
    void writesTextsThatAParserReadsBackAsTheyWere() {
        Random random = new Random(23);
        for (int round = 0; round < 3000; round++) {
            String text = text(random);
            assertThat(readBack(() -> json.text(text))).isEqualTo(text);
        }
    }

    @Test
    void writesUtf8ThatAParserReadsBackAsItWas() {
        Random random = new Random(29);
        for (int round = 0; round < 3000; round++) {
            byte[] utf8 = text(random).replaceAll("\\p{Cs}", "").getBytes(UTF_8);
            assertThat(readBack(() -> json.utf8(utf8, 0, utf8.length))).isEqualTo(new String(utf8, UTF_8));
        }
    }

    @Test
    void writesHalfASurrogatePairAsAnEscape() {
        json.text("a\uD83D");
        assertThat(written()).isEqualTo("\"a\\uD83D\"");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 7, 10, -1, 99, 100, 1_795_000_000_123L, Long.MAX_VALUE, Long.MIN_VALUE})
    void writesEveryNumber(long number) {
        json.number(number);
        assertThat(written()).isEqualTo(Long.toString(number));
    }

    @Test
    void putsCommasBetweenMembersAndBetweenElements() {
        json.startObject();
        json.name("a");
        json.startObject();
        json.endObject();
        json.members(
                new Members().number(Field.of("b"), 1).number(Field.of("c"), 2).encoded());
        json.name(new EncodedName("d"));
        json.startArray();
        json.element();
        json.isTrue();
        json.element();
        json.nothing();
        json.endArray();
        json.endObject();
        assertThat(written()).isEqualTo("{\"a\":{},\"b\":1,\"c\":2,\"d\":[true,null]}");
    }

    @Test
    void writesBase64() {
        json.base64(new byte[] {9, 1, 2, 3, 4, 9}, 1, 4);
        assertThat(written()).isEqualTo("\"AQIDBA==\"");
    }

    private String readBack(Runnable writing) {
        json.reset();
        json.startObject();
        json.name("text");
        writing.run();
        json.endObject();
        JsonNode read = mapper.readTree(json.toBytes());
        return read.get("text").stringValue();
    }

    private String written() {
        return new String(json.toBytes(), UTF_8);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(40);
        while (text.length() < length) {
            switch (random.nextInt(6)) {
                case 0 -> text.append((char) random.nextInt(0x20));
                case 1 -> text.append("\"\\/".charAt(random.nextInt(3)));
                case 2 -> text.append((char) (0xAC00 + random.nextInt(1000)));
                case 3 -> text.appendCodePoint(0x1F600 + random.nextInt(40));
                case 4 -> text.append((char) (0x7F + random.nextInt(0x300)));
                default -> text.append((char) ('a' + random.nextInt(26)));
            }
        }
        return text.toString();
    }
}
