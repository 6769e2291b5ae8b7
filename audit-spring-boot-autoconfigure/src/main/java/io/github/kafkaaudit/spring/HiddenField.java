package io.github.kafkaaudit.spring;

import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

/**
 * A field of spring-kafka that has no method to ask for it. Where a version has no such field, or reflection is not
 * allowed, nothing is read.
 *
 * <p>A native image must know it as well: {@link KafkaAuditRuntimeHints}.
 */
final class HiddenField {

    private final @Nullable Field field;

    private HiddenField(@Nullable Field field) {
        this.field = field;
    }

    static HiddenField of(Class<?> type, String name) {
        try {
            Field found = ReflectionUtils.findField(type, name);
            if (found != null) {
                ReflectionUtils.makeAccessible(found);
            }
            return new HiddenField(found);
        } catch (RuntimeException e) {
            return new HiddenField(null);
        }
    }

    /** Whether it can be read. */
    boolean isReadable() {
        return field != null;
    }

    /** Puts a value into it; returns whether that could be done. */
    boolean write(Object target, Object value) {
        if (field == null) {
            return false;
        }
        try {
            field.set(target, value);
            return true;
        } catch (IllegalAccessException | RuntimeException e) {
            return false;
        }
    }

    /** Returns its value, or null, also where it cannot be read. */
    @Nullable Object read(Object target) {
        return field == null ? null : ReflectionUtils.getField(field, target);
    }
}
