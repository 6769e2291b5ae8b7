package io.github.kafkaaudit.sidebyside.application;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;

/** Receives, counts, and notes how much time passes from one call to the next. */
class Receiver {

    private final AtomicInteger received = new AtomicInteger();
    private volatile int[] gaps = {};
    private long before;

    /** Begins to count; nothing may be under way. */
    void expect(int messages) {
        gaps = new int[messages];
        received.set(0);
    }

    int received() {
        return received.get();
    }

    /** Returns the nanoseconds between the calls. */
    int[] gaps() {
        return gaps;
    }

    @KafkaListener(id = "measured", topics = "${messages-topic}")
    void receive(ConsumerRecord<String, String> record) {
        long now = System.nanoTime();
        if (record.value().length() != Messages.LENGTH) {
            throw new IllegalStateException("Not a message of ours");
        }
        // There is one listener thread.
        int index = received.getPlain();
        int[] target = gaps;
        if (index < target.length) {
            target[index] = (int) Math.min(Integer.MAX_VALUE, now - before);
        }
        before = now;
        received.setRelease(index + 1);
    }
}
