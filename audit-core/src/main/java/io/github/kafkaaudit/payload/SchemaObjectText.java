package io.github.kafkaaudit.payload;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of objects that have a schema: {@link AvroJson} writes an Avro record, and a Protobuf message has its JSON
 * mapping in protobuf-java-util, which Confluent's serializers bring along.
 *
 * <p>Neither library is a dependency of ours: their types are known by name, and what is called is found where the
 * object's own class was loaded from.
 */
final class SchemaObjectText {

    private static final String AVRO_RECORD = "org.apache.avro.generic.IndexedRecord";
    private static final String PROTOBUF_MESSAGE = "com.google.protobuf.MessageOrBuilder";
    private static final String IMMUTABLE_MESSAGE = "com.google.protobuf.Message";
    private static final String PROTOBUF_JSON = "com.google.protobuf.util.JsonFormat";

    private static final ClassValue<Optional<Printer>> PRINTERS = new ClassValue<>() {
        @Override
        protected Optional<Printer> computeValue(Class<?> type) {
            if (isA(type, AVRO_RECORD)) {
                return avroPrinter(type);
            }
            return isA(type, PROTOBUF_MESSAGE) ? protobufPrinter(type) : Optional.empty();
        }
    };

    private static final ClassValue<Boolean> IMMUTABLE = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return isA(type, IMMUTABLE_MESSAGE);
        }
    };

    private static final ClassValue<Optional<AvroTypes>> AVRO = new ClassValue<>() {
        @Override
        protected Optional<AvroTypes> computeValue(Class<?> type) {
            try {
                return isA(type, AVRO_RECORD) ? Optional.of(new AvroTypes(type.getClassLoader())) : Optional.empty();
            } catch (ReflectiveOperationException | LinkageError e) {
                // Another Avro than those we know.
                return Optional.empty();
            }
        }
    };

    private SchemaObjectText() {}

    /**
     * Returns what can be printed later and does not change any more, or null for anything that has no JSON of its own.
     * A Protobuf message never changes; an Avro record may at any time, so it is printed at once.
     */
    static @Nullable Object snapshot(@Nullable Object deserialized) {
        if (deserialized == null) {
            return null;
        }
        Class<?> type = deserialized.getClass();
        if (IMMUTABLE.get(type)) {
            return deserialized;
        }
        if (PRINTERS.get(type).isEmpty()) {
            return null;
        }
        byte[] json = of(deserialized);
        AvroTypes types = AVRO.get(type).orElse(null);
        if (json == null || types == null) {
            return json;
        }
        try {
            return new PrintedRecord(types, types.schemaOf(deserialized), json);
        } catch (ReflectiveOperationException e) {
            return json;
        }
    }

    /** Returns the object's JSON, or null for anything else and for an object that cannot be printed. */
    static byte @Nullable [] of(@Nullable Object deserialized) {
        if (deserialized == null) {
            return null;
        }
        if (deserialized instanceof PrintedRecord printed) {
            return printed.json();
        }
        if (deserialized instanceof byte[] printed) {
            return printed;
        }
        Optional<Printer> printer = PRINTERS.get(deserialized.getClass());
        if (printer.isEmpty()) {
            return null;
        }
        try {
            return printer.get().print(deserialized);
        } catch (ReflectiveOperationException | RuntimeException | StackOverflowError e) {
            // An object that is still being filled, does not fit its schema, or holds a message of an unknown type.
            return null;
        }
    }

    private static Optional<Printer> avroPrinter(Class<?> type) {
        Optional<AvroTypes> known = AVRO.get(type);
        if (known.isEmpty()) {
            return Optional.of(record -> record.toString().getBytes(StandardCharsets.UTF_8));
        }
        AvroTypes types = known.get();
        return Optional.of(record -> AvroJson.of(types, record));
    }

    private static Optional<Printer> protobufPrinter(Class<?> type) {
        try {
            Class<?> format = Class.forName(PROTOBUF_JSON, true, type.getClassLoader());
            Object printer = format.getMethod("printer").invoke(null);
            printer = printer.getClass()
                    .getMethod("omittingInsignificantWhitespace")
                    .invoke(printer);
            Object complete = withDefaults(printer);
            Method print = complete.getClass()
                    .getMethod("print", Class.forName(PROTOBUF_MESSAGE, false, type.getClassLoader()));
            return Optional.of(message -> ((String) print.invoke(complete, message)).getBytes(StandardCharsets.UTF_8));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return Optional.empty();
        }
    }

    /** A zero on the wire is nothing at all; in a business key it is a value like any other. */
    private static Object withDefaults(Object printer) throws ReflectiveOperationException {
        for (Method method : printer.getClass().getMethods()) {
            // The second is what versions before 3.26 call it.
            if (method.getParameterCount() == 0
                    && (method.getName().equals("alwaysPrintFieldsWithNoPresence")
                            || method.getName().equals("includingDefaultValueFields"))) {
                return method.invoke(printer);
            }
        }
        return printer;
    }

    private static boolean isA(@Nullable Class<?> type, String name) {
        for (Class<?> current = type; current != null; current = current.getSuperclass()) {
            for (Class<?> implemented : current.getInterfaces()) {
                if (implemented.getName().equals(name) || isA(implemented, name)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Prints one kind of object as JSON. */
    private interface Printer {

        byte[] print(Object object) throws ReflectiveOperationException;
    }
}
