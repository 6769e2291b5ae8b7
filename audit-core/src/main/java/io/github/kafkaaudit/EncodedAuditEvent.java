package io.github.kafkaaudit;

/**
 * An event as it is written: a finished JSON document and what a sink needs to place it.
 *
 * <p><b>Threading</b>: the array is not copied; nobody changes it.
 *
 * @param id the event's id and the document's {@code _id}
 * @param sequence the place in the trail
 * @param timestamp the event's time in milliseconds since the epoch; it names the daily index
 * @param failure whether the event reports a failure; such events are the last to be dropped
 * @param json the document in UTF-8
 */
@SuppressWarnings("ArrayRecordComponent") // compared by id, never by content
public record EncodedAuditEvent(String id, long sequence, long timestamp, boolean failure, byte[] json) {}
