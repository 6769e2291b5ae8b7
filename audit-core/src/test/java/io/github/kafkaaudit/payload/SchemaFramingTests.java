package io.github.kafkaaudit.payload;

import static io.github.kafkaaudit.payload.Inspected.shown;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.event.WireBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SchemaFramingTests {

    private static final Schema SCHEMA = SchemaBuilder.record("Result")
            .fields()
            .requiredString("applicantId")
            .requiredString("email")
            .requiredDouble("score")
            .endRecord();

    @Test
    void showsFramedJson() {
        RecordInspector inspected = new Inspected().value(framed(17, "{\"a\":1}".getBytes(UTF_8)));

        assertThat(inspected.payload().schema().number()).isEqualTo(17);
        assertThat(inspected.payload().format()).isEqualTo(PayloadFormat.JSON);
        assertThat(shown(inspected)).isEqualTo("{\"a\":1}");
        assertThat(inspected.hash())
                .asString(UTF_8)
                .isEqualTo(new PayloadDigest(null).digest(framed(17, "{\"a\":1}".getBytes(UTF_8))));
    }

    @Test
    void showsAnAvroRecordThatIsAtHandAndMasksIt() {
        GenericRecord result = result(0.5);

        RecordInspector inspected = new Inspected()
                .maskingFields("email")
                .businessKeyBy("/applicantId")
                .deserialized(result)
                .value(framed(4711, bytes(result)));

        assertThat(inspected.payload().schema().number()).isEqualTo(4711);
        assertThat(inspected.payload().format()).isEqualTo(PayloadFormat.JSON);
        assertThat(shown(inspected)).contains("\"A-17\"").contains("\"***\"").doesNotContain("a@b.example");
        assertThat(inspected.businessKey()).isEqualTo("A-17");
    }

    @Test
    void showsAnAvroRecordWhoseBytesNobodySaw() {
        assertThat(new Inspected()
                        .deserialized(result(0.5))
                        .value(WireBytes.unavailable(40))
                        .payload()
                        .format())
                .isEqualTo(PayloadFormat.JSON);
    }

    @Test
    void showsAvroAsBase64WhereItIsNotAtHand() {
        byte[] wire = framed(4711, bytes(result(0.5)));

        RecordInspector inspected = new Inspected().value(wire);

        assertThat(inspected.payload().format()).isEqualTo(PayloadFormat.BASE64);
        assertThat(inspected.payload().schema()).isEqualTo(SchemaId.NONE);
        assertThat(Arrays.copyOfRange(
                        inspected.payload().bytes(),
                        inspected.payload().from(),
                        inspected.payload().from() + inspected.payload().length()))
                .isEqualTo(wire);
        assertThat(new Inspected().maskingFields("email").value(wire).payload().format())
                .isEqualTo(PayloadFormat.HASH);
    }

    @Test
    void survivesARecordThatCannotBePrinted() {
        assertThat(new Inspected()
                        .deserialized(new GenericData.Record(SCHEMA) {
                            @Override
                            public Object get(int field) {
                                throw new IllegalStateException("not yet");
                            }
                        })
                        .value(framed(1, new byte[] {1, 2}))
                        .payload()
                        .format())
                .isEqualTo(PayloadFormat.BASE64);
    }

    @Test
    void showsASpecificAvroRecordWithItsLogicalTypes() {
        RecordInspector inspected = new Inspected()
                .maskingFields("fee")
                .deserialized(new Decision())
                .value(framed(5, new byte[] {1, 2}));

        assertThat(inspected.payload().format()).isEqualTo(PayloadFormat.JSON);
        JsonNode shown = JsonMapper.shared().readTree(shown(inspected));
        assertThat(shown.path("at").asString()).isEqualTo("2026-11-22T10:15:30Z");
        assertThat(shown.path("score").asString()).isEqualTo("NaN");
        assertThat(shown.path("fee").asString()).isEqualTo("***");
        assertThat(shown.path("raw").isString()).isTrue();
    }

    @Test
    void givesARecordTheSameKeyWhetherItsLogicalTypesWereConvertedOrNot() {
        GenericRecord raw = new GenericData.Record(Decision.SCHEMA);
        raw.put("at", Instant.parse("2026-11-22T10:15:30Z").toEpochMilli());
        raw.put("fee", ByteBuffer.wrap(new BigDecimal("12.50").unscaledValue().toByteArray()));
        raw.put("score", Double.NaN);
        raw.put("raw", ByteBuffer.wrap(new byte[] {0, (byte) 0xFF, '"'}));
        Inspected inspected = new Inspected().businessKeyBy("/at", "/fee", "/score", "/raw");
        byte[] wire = framed(5, new byte[] {1, 2});

        String converted = inspected.deserialized(new Decision()).value(wire).businessKey();

        assertThat(inspected.deserialized(raw).value(wire).businessKey())
                .isEqualTo(converted)
                .startsWith("2026-11-22T10:15:30Z|12.5|NaN|");
    }

    @Test
    void doesNotTakeNumbersForFramed() {
        assertThat(new Inspected()
                        .deserialized(4_711_000_000L)
                        .value(ByteBuffer.allocate(8).putLong(4_711_000_000L).array())
                        .payload()
                        .schema()
                        .number())
                .isEqualTo(-1);
        assertThat(new Inspected()
                        .value(new byte[] {0, 0, 0, 0, 0, 7})
                        .payload()
                        .schema()
                        .number())
                .isEqualTo(-1);
        assertThat(new Inspected()
                        .value(new byte[] {0, 0, 0, 0, 7})
                        .payload()
                        .schema()
                        .number())
                .isEqualTo(-1);
    }

    /** As Avro's compiler generates it. */
    @SuppressWarnings("serial")
    private static final class Decision extends SpecificRecordBase {

        private static final Schema SCHEMA = SchemaBuilder.record("Decision")
                .fields()
                .name("at")
                .type(LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG)))
                .noDefault()
                .name("fee")
                .type(LogicalTypes.decimal(9, 2).addToSchema(Schema.create(Schema.Type.BYTES)))
                .noDefault()
                .requiredDouble("score")
                .requiredBytes("raw")
                .endRecord();

        @Override
        public Schema getSchema() {
            return SCHEMA;
        }

        @Override
        public Object get(int field) {
            return switch (field) {
                case 0 -> Instant.parse("2026-11-22T10:15:30Z");
                case 1 -> new BigDecimal("12.50");
                case 2 -> Double.NaN;
                default -> ByteBuffer.wrap(new byte[] {0, (byte) 0xFF, '"'});
            };
        }

        @Override
        public void put(int field, Object value) {
            throw new UnsupportedOperationException();
        }
    }

    private static GenericRecord result(double score) {
        GenericRecord result = new GenericData.Record(SCHEMA);
        result.put("applicantId", "A-17");
        result.put("email", "a@b.example");
        result.put("score", score);
        return result;
    }

    private static byte[] bytes(GenericRecord datum) {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            var encoder = EncoderFactory.get().binaryEncoder(out, null);
            new GenericDatumWriter<GenericRecord>(SCHEMA).write(datum, encoder);
            encoder.flush();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] framed(int schemaId, byte[] bytes) {
        return ByteBuffer.allocate(5 + bytes.length)
                .put((byte) 0)
                .putInt(schemaId)
                .put(bytes)
                .array();
    }
}
