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

    private final List<CapturedRecord> inOrder = new ArrayList<>();
    private @Nullable IdentityHashMap<Headers, Integer> places;
    private int next;

    boolean isEmpty() {
        return inOrder.isEmpty();
    }

    void add(CapturedRecord record) {
        inOrder.add(record);
        places = null;
    }

    @Nullable CapturedRecord last() {
        return inOrder.isEmpty() ? null : inOrder.get(inOrder.size() - 1);
    }

    @Nullable CapturedRecord find(Headers headers) {
        if (next < inOrder.size() && inOrder.get(next).isOf(headers)) {
            return inOrder.get(next++);
        }
        Integer place = inOrder.isEmpty() ? null : places().get(headers);
        if (place == null) {
            return null;
        }
        next = place + 1;
        return inOrder.get(place);
    }

    void clear() {
        inOrder.clear();
        places = null;
        next = 0;
    }

    private IdentityHashMap<Headers, Integer> places() {
        IdentityHashMap<Headers, Integer> known = places;
        if (known == null) {
            known = new IdentityHashMap<>(inOrder.size());
            for (int i = 0; i < inOrder.size(); i++) {
                known.put(inOrder.get(i).instance(), i);
            }
            places = known;
        }
        return known;
    }
}
