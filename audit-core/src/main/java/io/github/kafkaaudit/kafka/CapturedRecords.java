package io.github.kafkaaudit.kafka;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The captured records of one poll, found by the instance of their headers.
 *
 * <p>They are handed out in nearly the order in which they arrived, so the next one is where the last search ended. An
 * index is made only when that fails: an identity hash costs more than everything else about a record.
 */
final class CapturedRecords {

    // What one poll brings with Kafka's default; more is not kept for the next one.
    private static final int KEPT = 500;

    // The first ones are of this poll, the rest waits to be used again.
    private final List<CapturedRecord> inOrder = new ArrayList<>();
    private int size;
    private @Nullable IdentityHashMap<Headers, Integer> places;
    private int next;

    boolean isEmpty() {
        return size == 0;
    }

    CapturedRecord add(Headers headers) {
        if (size == inOrder.size()) {
            inOrder.add(new CapturedRecord());
        }
        CapturedRecord added = inOrder.get(size);
        added.begin(headers);
        size++;
        places = null;
        return added;
    }

    @Nullable CapturedRecord last() {
        return size == 0 ? null : inOrder.get(size - 1);
    }

    @Nullable CapturedRecord find(Headers headers) {
        if (next < size && inOrder.get(next).isOf(headers)) {
            return inOrder.get(next++);
        }
        Integer place = size == 0 ? null : places().get(headers);
        if (place == null) {
            return null;
        }
        next = place + 1;
        return inOrder.get(place);
    }

    void clear() {
        if (inOrder.size() > KEPT) {
            inOrder.subList(KEPT, inOrder.size()).clear();
        }
        for (int i = 0; i < Math.min(size, KEPT); i++) {
            inOrder.get(i).forget();
        }
        size = 0;
        places = null;
        next = 0;
    }

    private IdentityHashMap<Headers, Integer> places() {
        IdentityHashMap<Headers, Integer> known = places;
        if (known == null) {
            known = new IdentityHashMap<>(size);
            for (int i = 0; i < size; i++) {
                known.put(inOrder.get(i).instance(), i);
            }
            places = known;
        }
        return known;
    }
}
