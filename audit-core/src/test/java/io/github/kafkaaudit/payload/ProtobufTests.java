package io.github.kafkaaudit.payload;

import static io.github.kafkaaudit.payload.Inspected.shown;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProtobufTests {

    private static final Descriptor RESULT = result();

    @Test
    void showsAMessageThatIsAtHandInItsJsonMapping() {
        Message message = message("A-17", "880101-1234567", 0);

        RecordInspector inspected = new Inspected()
                .businessKeyBy("/applicantId", "/attempt")
                .deserialized(message)
                .value(framed(4711, message));

        JsonNode shown = JsonMapper.shared().readTree(shown(inspected));
        assertThat(inspected.payload().schema().number()).isEqualTo(4711);
        assertThat(inspected.payload().format()).isEqualTo(PayloadFormat.JSON);
        assertThat(shown.path("applicantId").asString()).isEqualTo("A-17");
        assertThat(shown.path("residentNumber").asString()).isEqualTo("880101-1234567");
        // A zero is nothing on the wire.
        assertThat(inspected.businessKey()).isEqualTo("A-17|0");
    }

    @Test
    void masksAFieldByItsNameInTheSchemaAndByItsNameInJson() {
        Message message = message("A-17", "880101-1234567", 1);
        for (String name : new String[] {"resident_number", "residentNumber", "RESIDENT_NUMBER"}) {
            RecordInspector inspected =
                    new Inspected().maskingFields(name).deserialized(message).value(framed(1, message));

            assertThat(shown(inspected))
                    .as(name)
                    .contains("A-17")
                    .contains("***")
                    .doesNotContain("880101");
            assertThat(inspected.maskedFields()).containsExactly(name);
        }
    }

    @Test
    void showsGeneratedMessages() {
        Struct struct = Struct.newBuilder()
                .putFields(
                        "email",
                        Value.newBuilder().setStringValue("a@b.example").build())
                .putFields("score", Value.newBuilder().setNumberValue(0.5).build())
                .build();

        RecordInspector inspected =
                new Inspected().maskingFields("email").deserialized(struct).value(framed(2, struct));

        assertThat(shown(inspected)).isEqualTo("{\"email\":\"***\",\"score\":0.5}");
    }

    @Test
    void showsAMessageThatCannotBePrintedAsItsBytes() {
        Any unknown = Any.newBuilder()
                .setTypeUrl("type.example/unknown")
                .setValue(ByteString.copyFrom(new byte[] {(byte) 0xFF, 0}))
                .build();

        assertThat(new Inspected()
                        .deserialized(unknown)
                        .value(framed(3, unknown))
                        .payload()
                        .format())
                .isEqualTo(PayloadFormat.BASE64);
        assertThat(new Inspected()
                        .maskingFields("email")
                        .deserialized(unknown)
                        .value(framed(3, unknown))
                        .payload()
                        .format())
                .isEqualTo(PayloadFormat.HASH);
    }

    @Test
    void showsAMessageAsItsBytesWhereItsJsonMappingIsNotOnTheClassPath() throws Exception {
        URL protobuf = Message.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader application =
                new URLClassLoader(new URL[] {protobuf}, ClassLoader.getPlatformClassLoader())) {
            Object message = application
                    .loadClass("com.google.protobuf.StringValue")
                    .getMethod("of", String.class)
                    .invoke(null, "\u0000\u0001");
            byte[] wire = {0, 0, 0, 0, 9, 0, 10, 2, 0, 1};

            RecordInspector inspected = new Inspected().deserialized(message).value(wire);

            assertThat(inspected.payload().format()).isEqualTo(PayloadFormat.BASE64);
            assertThat(inspected.payload().schema().number()).isEqualTo(9);
        }
    }

    private static Message message(String applicantId, String residentNumber, int attempt) {
        return DynamicMessage.newBuilder(RESULT)
                .setField(RESULT.findFieldByName("applicant_id"), applicantId)
                .setField(RESULT.findFieldByName("resident_number"), residentNumber)
                .setField(RESULT.findFieldByName("attempt"), attempt)
                .build();
    }

    /** The zero, the schema's id, and the path to the message in its schema: the first one is written as one zero. */
    private static byte[] framed(int schemaId, Message message) {
        byte[] bytes = message.toByteArray();
        return ByteBuffer.allocate(6 + bytes.length)
                .put((byte) 0)
                .putInt(schemaId)
                .put((byte) 0)
                .put(bytes)
                .array();
    }

    private static Descriptor result() {
        FileDescriptorProto file = FileDescriptorProto.newBuilder()
                .setName("result.proto")
                .setSyntax("proto3")
                .addMessageType(DescriptorProto.newBuilder()
                        .setName("Result")
                        .addField(field("applicant_id", 1, FieldDescriptorProto.Type.TYPE_STRING))
                        .addField(field("resident_number", 2, FieldDescriptorProto.Type.TYPE_STRING))
                        .addField(field("attempt", 3, FieldDescriptorProto.Type.TYPE_INT32)))
                .build();
        try {
            return FileDescriptor.buildFrom(file, new FileDescriptor[0]).findMessageTypeByName("Result");
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static FieldDescriptorProto field(String name, int number, FieldDescriptorProto.Type type) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setType(type)
                .setLabel(Label.LABEL_OPTIONAL)
                .build();
    }
}
