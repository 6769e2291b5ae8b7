package io.github.kafkaaudit.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The headers that an audited send puts on the wire, two of them on every record; replaced on every send, never
 * inherited; and how far they are believed where they are read.
 *
 * <p>Anybody can write such headers, and relays pass them on. What is read from a record is therefore a claim: it
 * counts only in the right form, and an id only on the topic that it was made for.
 *
 * <p><b>Threading</b>: safe for use by many threads.
 */
public final class AuditHeaders {

    /** A new UUID for every send, as ASCII text. */
    public static final String MESSAGE_ID = "ka-id";

    /** The name of the service that sent the record, as UTF-8 text. */
    public static final String ORIGIN_SERVICE = "ka-svc";

    /**
     * Says that the event of the send has the payload in full; only where payloads are recorded once. Its value is
     * {@code full}.
     */
    public static final String PAYLOAD = "ka-payload";

    private static final byte[] FULL = "full".getBytes(StandardCharsets.US_ASCII);

    private static final int ID_LENGTH = 36;
    private static final int LONGEST_NAME = 256;

    // Three hexadecimal digits of the id stand for its topic: those of a version 7 UUID that follow the version.
    private static final int TOPIC_FROM = 15;
    private static final int TOPIC_DIGITS = 3;

    private AuditHeaders() {}

    /**
     * Tells whether a header is one of these.
     *
     * @param name the header's name
     * @return whether it is
     */
    public static boolean isOurs(String name) {
        return name.equals(MESSAGE_ID) || name.equals(ORIGIN_SERVICE) || name.equals(PAYLOAD);
    }

    /**
     * Returns the value of {@link #PAYLOAD}.
     *
     * @return a new array
     */
    public static byte[] fullPayload() {
        return FULL.clone();
    }

    /**
     * Reads which service says that the event of its send has the payload of a record.
     *
     * @param headers the record's headers
     * @param topic the topic that the record was read from
     * @return the service's name, or null if none says so, or the headers were made for another topic
     */
    public static @Nullable String payloadAt(HeaderSnapshot headers, String topic) {
        return Arrays.equals(headers.last(PAYLOAD), FULL) && messageId(headers.last(MESSAGE_ID), topic) != null
                ? originService(headers.last(ORIGIN_SERVICE))
                : null;
    }

    /**
     * Ties a new id to the topic that it is sent to, so that whoever passes the header on to another topic shows.
     *
     * @param id the id's text, which is changed
     * @param topic the topic
     */
    public static void bind(byte[] id, String topic) {
        int rest = tag(topic);
        for (int i = TOPIC_FROM + TOPIC_DIGITS - 1; i >= TOPIC_FROM; i--) {
            id[i] = (byte) Character.forDigit(rest & 0xF, 16);
            rest >>>= 4;
        }
    }

    /**
     * Tells whether an id may have been made for a send to a topic, or to the same topic of a cluster that a mirror
     * copies under a prefix.
     *
     * @param id the id's text, in the right form
     * @param topic the topic that the record was read from
     * @return false if it was certainly made for another topic
     */
    public static boolean mayBelongTo(byte[] id, String topic) {
        int tag = 0;
        for (int i = TOPIC_FROM; i < TOPIC_FROM + TOPIC_DIGITS; i++) {
            tag = (tag << 4) | Character.digit(id[i], 16);
        }
        return tag == tag(topic) || tag == tag(topic.substring(topic.indexOf('.') + 1));
    }

    /**
     * Tells whether the value of a header has the form of a message id.
     *
     * @param value the header's value, or null
     * @return whether it is the text of a UUID
     */
    public static boolean isMessageId(byte @Nullable [] value) {
        if (value == null || value.length != ID_LENGTH) {
            return false;
        }
        for (int i = 0; i < ID_LENGTH; i++) {
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? value[i] != '-' : !isHex(value[i])) {
                return false;
            }
        }
        return true;
    }

    /**
     * Reads a message id.
     *
     * @param value the header's value, or null
     * @return the id, or null if the value has not the form of one
     */
    public static @Nullable String messageId(byte @Nullable [] value) {
        return value != null && isMessageId(value) ? new String(value, StandardCharsets.US_ASCII) : null;
    }

    /**
     * Reads the id of the send that put a record into a topic.
     *
     * @param value the value of the record's header, or null
     * @param topic the topic
     * @return the id, or null if there is none or it was made for another topic
     */
    public static @Nullable String messageId(byte @Nullable [] value, String topic) {
        return value != null && isMessageId(value) && mayBelongTo(value, topic)
                ? new String(value, StandardCharsets.US_ASCII)
                : null;
    }

    /**
     * Reads the name of a service.
     *
     * @param value the header's value, or null
     * @return the name, or null if the value is empty, longer than 256 bytes, or not printable
     */
    public static @Nullable String originService(byte @Nullable [] value) {
        return value != null && isOriginService(value) ? new String(value, StandardCharsets.UTF_8) : null;
    }

    /**
     * Tells whether the value of a header has the form of a service's name.
     *
     * @param value the header's value, or null
     * @return whether it is not empty, not longer than 256 bytes, and printable
     */
    public static boolean isOriginService(byte @Nullable [] value) {
        if (value == null || value.length == 0 || value.length > LONGEST_NAME) {
            return false;
        }
        for (byte character : value) {
            if (character < ' ' || character > '~') {
                return isPrintable(new String(value, StandardCharsets.UTF_8));
            }
        }
        return true;
    }

    private static boolean isPrintable(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!isPrintable(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPrintable(char character) {
        return character != '\uFFFD'
                && !Character.isISOControl(character)
                && Character.getType(character) != Character.FORMAT
                && Character.getType(character) != Character.LINE_SEPARATOR
                && Character.getType(character) != Character.PARAGRAPH_SEPARATOR;
    }

    private static boolean isHex(byte character) {
        return (character >= '0' && character <= '9')
                || (character >= 'a' && character <= 'f')
                || (character >= 'A' && character <= 'F');
    }

    private static int tag(String topic) {
        int hash = topic.hashCode();
        return (hash ^ (hash >>> 12) ^ (hash >>> 24)) & 0xFFF;
    }
}
