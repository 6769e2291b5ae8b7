package io.github.kafkaaudit.autoconfigure.actuator;

/** Something that the endpoint does not do; the message is the whole answer. */
final class RefusedRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RefusedRequestException(String message) {
        super(message);
    }
}
