package io.github.kafkaaudit.spring;

import io.github.kafkaaudit.kafka.PolledRecords;
import io.github.kafkaaudit.kafka.delivery.ConsumerThread;
import io.github.kafkaaudit.trail.Recorder;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.listener.adapter.RecordFilterStrategy;

/** Notes what a filter discards: for the container a discarded record is a success. */
final class AuditingRecordFilterStrategy<K, V> implements RecordFilterStrategy<K, V> {

    private final Recorder recorder;
    private final RecordFilterStrategy<K, V> delegate;

    AuditingRecordFilterStrategy(Recorder recorder, RecordFilterStrategy<K, V> delegate) {
        this.recorder = recorder;
        this.delegate = delegate;
    }

    @Override
    public boolean filter(ConsumerRecord<K, V> record) {
        boolean discarded = delegate.filter(record);
        if (discarded) {
            recorder.guard("note a filtered record", () -> ConsumerThread.discarded(record));
        }
        return discarded;
    }

    @Override
    public List<ConsumerRecord<K, V>> filterBatch(List<ConsumerRecord<K, V>> records) {
        List<ConsumerRecord<K, V>> before = PolledRecords.copy(records);
        List<ConsumerRecord<K, V>> kept = delegate.filterBatch(records);
        recorder.guard("note filtered records", () -> {
            Set<ConsumerRecord<K, V>> left = Collections.newSetFromMap(new IdentityHashMap<>());
            left.addAll(PolledRecords.copy(kept));
            for (ConsumerRecord<K, V> record : before) {
                if (!left.contains(record)) {
                    ConsumerThread.discarded(record);
                }
            }
        });
        return kept;
    }

    @Override
    public boolean ignoreEmptyBatch() {
        return delegate.ignoreEmptyBatch();
    }
}
