package io.github.kafkaaudit.kafka;

import io.github.kafkaaudit.HeaderSnapshot;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Pictures of Kafka's headers. */
final class HeaderSnapshots {

    private HeaderSnapshots() {}

    static HeaderSnapshot of(Headers headers) {
        Header[] array = headers.toArray();
        if (array.length == 0) {
            return HeaderSnapshot.EMPTY;
        }
        String[] names = new String[array.length];
        byte[][] values = new byte[array.length][];
        for (int i = 0; i < array.length; i++) {
            names[i] = array[i].key();
            // RecordHeader copies its part of the fetch response here, so that the response is not kept alive.
            values[i] = array[i].value();
        }
        return new HeaderSnapshot(names, values);
    }
}
