package io.github.kafkaaudit.elk;

/** One record: what is special about it, its bytes, and the quarantine's word for it. */
final class AdmissionCase {

    private final String name;
    private final byte[] value;
    private final String cause;

    AdmissionCase(String name, byte[] value, String cause) {
        this.name = name;
        this.value = value;
        this.cause = cause;
    }

    /** Its bytes; none for a tombstone, which Logstash cannot tell from an empty record. */
    byte[] value() {
        return value;
    }

    /** Empty when it is admitted. */
    String cause() {
        return cause;
    }

    @Override
    public String toString() {
        return name;
    }
}
