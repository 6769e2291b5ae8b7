package io.github.kafkaaudit.payload;

import static io.github.kafkaaudit.payload.Inspected.shown;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands in front of a payload, and what only looks as if it did. */
class SchemaFrameKindsTests {

    private static final Schema SCHEMA = SchemaBuilder.record("Result")
            .fields()
            .optionalString("memo")
            .requiredString("applicantId")
            .requiredInt("step")
            .endRecord();

    private static final byte[] GLUE = ByteBuffer.allocate(18)
            .put((byte) 3)
            .put((byte) 0)
            .putLong(0x0123456789abcdefL)
            .putLong(0x1L)
            .array();

    static Stream<Arguments> frames() throws IOException {
        byte[] body = body(result("A-17", 3, "memo"));
        byte[] single = array(
                new BinaryMessageEncoder<GenericRecord>(GenericData.get(), SCHEMA).encode(result("A-17", 3, "memo")));
        String fingerprint = "%016x".formatted(SchemaNormalization.parsingFingerprint64(SCHEMA));
        return Stream.of(
                Arguments.of(joined(new byte[] {0, 0, 0, 0, 42}, body), new SchemaId(42, null)),
                Arguments.of(joined(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 42}, body), new SchemaId(42, null)),
                Arguments.of(joined(GLUE, body), new SchemaId(-1, "01234567-89ab-cdef-0000-000000000001")),
                Arguments.of(single, new SchemaId(-1, fingerprint)),
                Arguments.of(body, SchemaId.NONE),
                Arguments.of(body(result("A-17", 3, null)), SchemaId.NONE));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void showsTheRecordAtHandWhateverStandsInFrontOfIt(byte[] wire, SchemaId schema) {
        RecordInspector inspected = new Inspected()
                .businessKeyBy("/applicantId", "/step")
                .deserialized(result("A-17", 3, wire[0] == 0 && schema.equals(SchemaId.NONE) ? null : "memo"))
                .value(wire);

        assertThat(inspected.payload().format()).isEqualTo(PayloadFormat.JSON);
        assertThat(inspected.businessKey()).isEqualTo("A-17|3");
        assertThat(inspected.payload().schema()).isEqualTo(schema);
    }

    @Test
    void showsTheRecordAsItWasAndNotAsItIsNow() {
        GenericRecord reused = result("A-17", 3, "memo");
        Inspected first = new Inspected().businessKeyBy("/applicantId", "/step").deserialized(reused);
        byte[] wire = joined(new byte[] {0, 0, 0, 0, 42}, body(reused));

        reused.put("applicantId", "A-18");
        reused.put("step", 4);

        assertThat(first.value(wire).businessKey()).isEqualTo("A-17|3");
    }

    static Stream<byte[]> unframed() {
        return Stream.of(
                ByteBuffer.allocate(8).putLong(1_764_324_000_123L).array(),
                ByteBuffer.allocate(8).putLong(0x0000_019A_C97B_787DL).array(),
                ByteBuffer.allocate(16).putLong(7).putLong(8).array(),
                "<?xml version=\"1.0\" encoding=\"UTF-16BE\"?><a/>".getBytes(UTF_16BE),
                "{\"applicantId\":\"A-17\"}".getBytes(UTF_16BE),
                "[[{\"applicantId\":\"A-17\"}]]".getBytes(UTF_16BE),
                body(result("A-17", 3, null)),
                joined(new byte[] {3, 0}, "sixteen bytes of text and more".getBytes(UTF_8)));
    }

    @ParameterizedTest
    @MethodSource("unframed")
    void inventsNoSchema(byte[] wire) {
        assertThat(new Inspected().value(wire).payload().schema()).isEqualTo(SchemaId.NONE);
    }

    @Test
    void readsTheJsonBehindAnyFrame() {
        byte[] json = "{\"applicantId\":\"A-17\"}".getBytes(UTF_8);
        for (byte[] frame : new byte[][] {{0, 0, 0, 0, 42}, {0, 0, 0, 0, 0, 0, 0, 0, 42}, GLUE}) {
            RecordInspector inspected =
                    new Inspected().businessKeyBy("/applicantId").value(joined(frame, json));

            assertThat(shown(inspected)).isEqualTo("{\"applicantId\":\"A-17\"}");
            assertThat(inspected.businessKey()).isEqualTo("A-17");
            assertThat(inspected.payload().schema()).isNotEqualTo(SchemaId.NONE);
        }
    }

    private static GenericRecord result(String applicant, int step, @Nullable String memo) {
        GenericRecord result = new GenericData.Record(SCHEMA);
        result.put("memo", memo);
        result.put("applicantId", applicant);
        result.put("step", step);
        return result;
    }

    private static byte[] body(GenericRecord record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        try {
            new GenericDatumWriter<GenericRecord>(SCHEMA).write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] array(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static byte[] joined(byte[] one, byte[] other) {
        return ByteBuffer.allocate(one.length + other.length)
                .put(one)
                .put(other)
                .array();
    }
}
