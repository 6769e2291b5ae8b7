package io.github.kafkaaudit.autoconfigure;

/** A setting of the audit that cannot be used; the application does not start. */
final class InvalidKafkaAuditSettingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String property;
    private final String action;

    InvalidKafkaAuditSettingException(String property, String message, String action) {
        super(message);
        this.property = property;
        this.action = action;
    }

    String property() {
        return property;
    }

    String action() {
        return action;
    }
}
