package io.github.kafkaaudit.payload;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is asked of Avro's classes, which are no dependency of ours: they are found where a record's class is from. */
final class AvroTypes {

    private static final String RECORD = "org.apache.avro.generic.IndexedRecord";

    private final Class<?> record;
    private final Class<?> fixed;
    private final Method recordSchema;
    private final Method recordField;
    private final Method fixedBytes;
    private final Method type;
    private final Method fields;
    private final Method fieldName;
    private final Method fieldSchema;
    private final Method elementType;
    private final Method valueType;
    private final Method unionTypes;
    private final Method property;
    private final Constructor<?> reader;
    private final Method read;
    private final Object decoders;
    private final Method binaryDecoder;
    private final Method isEnd;

    /**
     * Finds the classes.
     *
     * @param loader that of a record's class
     * @throws ReflectiveOperationException if this is another Avro than those we know
     */
    AvroTypes(@Nullable ClassLoader loader) throws ReflectiveOperationException {
        record = Class.forName(RECORD, false, loader);
        fixed = Class.forName("org.apache.avro.generic.GenericFixed", false, loader);
        Class<?> schema = Class.forName("org.apache.avro.Schema", false, loader);
        Class<?> field = Class.forName("org.apache.avro.Schema$Field", false, loader);
        recordSchema = record.getMethod("getSchema");
        recordField = record.getMethod("get", int.class);
        fixedBytes = fixed.getMethod("bytes");
        type = schema.getMethod("getType");
        fields = schema.getMethod("getFields");
        fieldName = field.getMethod("name");
        fieldSchema = field.getMethod("schema");
        elementType = schema.getMethod("getElementType");
        valueType = schema.getMethod("getValueType");
        unionTypes = schema.getMethod("getTypes");
        property = schema.getMethod("getObjectProp", String.class);
        Class<?> datumReader = Class.forName("org.apache.avro.generic.GenericDatumReader", true, loader);
        Class<?> decoder = Class.forName("org.apache.avro.io.Decoder", false, loader);
        Class<?> binary = Class.forName("org.apache.avro.io.BinaryDecoder", false, loader);
        Class<?> factory = Class.forName("org.apache.avro.io.DecoderFactory", true, loader);
        reader = datumReader.getConstructor(schema);
        read = datumReader.getMethod("read", Object.class, decoder);
        decoders = Objects.requireNonNull(factory.getMethod("get").invoke(null));
        binaryDecoder = factory.getMethod("binaryDecoder", byte[].class, int.class, int.class, binary);
        isEnd = binary.getMethod("isEnd");
    }

    /** Reads bytes to their end as a record, or returns null if there are more bytes than the record has. */
    @Nullable Object decode(Object schema, byte[] bytes, int from) throws ReflectiveOperationException {
        Object decoder = present(binaryDecoder, decoders, bytes, from, bytes.length - from, null);
        Object record = present(read, reader.newInstance(schema), null, decoder);
        return Boolean.TRUE.equals(call(isEnd, decoder)) ? record : null;
    }

    boolean isRecord(Object value) {
        return record.isInstance(value);
    }

    boolean isFixed(Object value) {
        return fixed.isInstance(value);
    }

    Object schemaOf(Object value) throws ReflectiveOperationException {
        return present(recordSchema, value);
    }

    @Nullable Object field(Object value, int index) throws ReflectiveOperationException {
        return call(recordField, value, index);
    }

    byte[] bytes(Object value) throws ReflectiveOperationException {
        return (byte[]) present(fixedBytes, value);
    }

    List<?> fields(Object schema) throws ReflectiveOperationException {
        return (List<?>) present(fields, schema);
    }

    String name(Object field) throws ReflectiveOperationException {
        return (String) present(fieldName, field);
    }

    Object schemaOfField(Object field) throws ReflectiveOperationException {
        return present(fieldSchema, field);
    }

    /** Returns the name of a schema's type, such as {@code LONG}. */
    String type(Object schema) throws ReflectiveOperationException {
        return ((Enum<?>) present(type, schema)).name();
    }

    @Nullable Object property(Object schema, String name) throws ReflectiveOperationException {
        return call(property, schema, name);
    }

    /** Returns the schema of the elements or values, or null if the schema is of another type. */
    @Nullable Object inner(@Nullable Object schema) throws ReflectiveOperationException {
        String name = schema == null ? "" : type(schema);
        return switch (name) {
            case "ARRAY" -> present(elementType, Objects.requireNonNull(schema));
            case "MAP" -> present(valueType, Objects.requireNonNull(schema));
            default -> null;
        };
    }

    /** Returns the branch of a union that a value is of: the only one that is not null, or the first of the type. */
    @Nullable Object branch(@Nullable Object schema, String wanted) throws ReflectiveOperationException {
        if (schema == null || !type(schema).equals("UNION")) {
            return schema;
        }
        Object only = null;
        int count = 0;
        for (Object branch : (List<?>) present(unionTypes, schema)) {
            String name = type(branch);
            if (name.equals(wanted)) {
                return branch;
            }
            if (!name.equals("NULL")) {
                only = branch;
                count++;
            }
        }
        return count == 1 ? only : null;
    }

    private static Object present(Method method, Object target, @Nullable Object... arguments)
            throws ReflectiveOperationException {
        return Objects.requireNonNull(call(method, target, arguments));
    }

    private static @Nullable Object call(Method method, Object target, @Nullable Object... arguments)
            throws ReflectiveOperationException {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            // An object that is still being filled, or does not fit its schema.
            throw new ReflectiveOperationException("Avro refused", e.getCause());
        }
    }
}
