package io.github.kafkaaudit.json;

/** How much of an event is written; each step leaves out what matters least of what the step before still had. */
enum Trimming {
    ALL,
    NO_STACK_TRACE,
    SHORT_PAYLOAD,
    NO_PAYLOAD,
    NO_HEADERS;

    boolean has(Trimming last) {
        return compareTo(last) <= 0;
    }

    boolean isLast() {
        return this == NO_HEADERS;
    }

    Trimming less() {
        return switch (this) {
            case ALL -> NO_STACK_TRACE;
            case NO_STACK_TRACE -> SHORT_PAYLOAD;
            case SHORT_PAYLOAD -> NO_PAYLOAD;
            case NO_PAYLOAD, NO_HEADERS -> NO_HEADERS;
        };
    }
}
