package io.github.kafkaaudit.sidebyside.application;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.springframework.kafka.core.KafkaTemplate;

/** Sends as fast as a bounded number of messages that are not received yet allows, or at a lower rate. */
final class Load {

    private static final long WAIT = TimeUnit.MICROSECONDS.toNanos(500);
    private static final int TOGETHER = 50;
    private static final long LONGEST_STANDSTILL = TimeUnit.SECONDS.toNanos(60);

    private final KafkaTemplate<String, String> template;
    private final Receiver receiver;
    private final String topic;
    private final int inFlight;
    private final int rate;
    private final Messages messages = new Messages();

    Load(KafkaTemplate<String, String> template, Receiver receiver, String topic, int inFlight, int rate) {
        this.template = template;
        this.receiver = receiver;
        this.topic = topic;
        this.inFlight = inFlight;
        this.rate = rate;
    }

    /** Sends, waits until all is received, and returns how many nanoseconds each {@code send} took. */
    @SuppressWarnings("FutureReturnValueIgnored") // what does not arrive is noticed
    int[] run(int count) {
        int[] nanos = new int[count];
        receiver.expect(count);
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            awaitTurn(begin, i);
            awaitReceived(i - inFlight + 1);
            String key = messages.key(i);
            String value = messages.value(i);
            long start = System.nanoTime();
            template.send(topic, key, value);
            nanos[i] = (int) Math.min(Integer.MAX_VALUE, System.nanoTime() - start);
        }
        awaitReceived(count);
        return nanos;
    }

    private void awaitTurn(long begin, int index) {
        if (rate > 0 && index % TOGETHER == 0) {
            long due = begin + index * TimeUnit.SECONDS.toNanos(1) / rate;
            for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
        }
    }

    private void awaitReceived(int wanted) {
        int before = receiver.received();
        if (before >= wanted) {
            return;
        }
        long deadline = System.nanoTime() + LONGEST_STANDSTILL;
        for (int now = before; now < wanted; now = receiver.received()) {
            if (now != before) {
                before = now;
                deadline = System.nanoTime() + LONGEST_STANDSTILL;
            } else if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(now + " messages were received, then none for a minute");
            }
            LockSupport.parkNanos(WAIT);
        }
    }
}
