package io.github.kafkaaudit.spring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HiddenFieldTests {

    @Test
    void readsAPrivateFieldOfASuperclass() {
        HiddenField field = HiddenField.of(Child.class, "secret");

        assertThat(field.isReadable()).isTrue();
        assertThat(field.read(new Child())).isEqualTo("found");
    }

    @Test
    void readsNothingWhereThereIsNoSuchField() {
        HiddenField field = HiddenField.of(Child.class, "renamed");

        assertThat(field.isReadable()).isFalse();
        assertThat(field.read(new Child())).isNull();
    }

    @Test
    void readsNothingWhereReflectionIsNotAllowed() {
        HiddenField field = HiddenField.of(String.class, "value");

        assertThat(field.isReadable()).isFalse();
        assertThat(field.read("text")).isNull();
    }

    private static class Parent {

        @SuppressWarnings("UnusedVariable") // read by its name
        private final String secret = "found";
    }

    private static final class Child extends Parent {}
}
