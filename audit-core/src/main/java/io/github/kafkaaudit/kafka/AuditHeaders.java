package io.github.kafkaaudit.kafka;

/** The two headers that an audited send puts on the wire: ASCII text, replaced on every send, never inherited. */
public final class AuditHeaders {

    /** A new UUID for every send. */
    public static final String MESSAGE_ID = "ka-id";

    /** The name of the service that sent the record. */
    public static final String ORIGIN_SERVICE = "ka-svc";

    private AuditHeaders() {}

    static boolean isOurs(String name) {
        return name.equals(MESSAGE_ID) || name.equals(ORIGIN_SERVICE);
    }
}
