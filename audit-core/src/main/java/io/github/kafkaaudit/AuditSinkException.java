package io.github.kafkaaudit;

/**
 * Tells why a sink did not take events, in words that may be shown: unlike those of other exceptions its message
 * appears in the log, in the health details and in the endpoint.
 */
public final class AuditSinkException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message one line that quotes neither an event nor a credential
     * @param cause what the sink itself was told
     */
    public AuditSinkException(String message, Throwable cause) {
        super(message, cause);
    }
}
