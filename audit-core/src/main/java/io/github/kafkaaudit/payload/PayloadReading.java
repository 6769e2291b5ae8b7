package io.github.kafkaaudit.payload;

/**
 * What came of reading a payload.
 *
 * @param payload what there was to read
 * @param json whether it is one valid JSON value, complete
 * @param unread whether fields are masked and some of their values may stand where nobody could read them
 */
record PayloadReading(ReadablePayload payload, boolean json, boolean unread) {

    /** Of a record without a value. */
    static final PayloadReading NONE = new PayloadReading(ReadablePayload.NOTHING, false, false);
}
