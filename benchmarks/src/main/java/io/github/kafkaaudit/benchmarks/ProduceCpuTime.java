package io.github.kafkaaudit.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kafkaaudit.kafka.AuditingSerializer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * What the audit adds to a send, by how many threads share one producer and one trail, and by how many topics they send
 * to. In CPU time of the threads: more threads than cores take longer by the clock without costing more.
 */
public final class ProduceCpuTime {

    private static final int ROUNDS = 12;
    private static final int SENDS = 1 << 16;
    private static final int[][] THREADS_AND_TOPICS = {
        {1, 1}, {2, 1}, {4, 1}, {16, 1}, {64, 1}, {1, 10}, {1, 100}, {1, 1_000}, {64, 1_000}
    };

    private final String value = new String(Samples.payload(), UTF_8);
    private final int threads;
    private final String[] topics;

    private ProduceCpuTime(int threads, int topics) {
        this.threads = threads;
        this.topics = new String[topics];
        for (int i = 0; i < topics; i++) {
            this.topics[i] = "recruit.result-" + i;
        }
    }

    /**
     * Prints one line per number of threads and topics.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) throws InterruptedException {
        // What only one of the shapes needs is compiled before the first is measured.
        new ProduceCpuTime(4, 100).measure();
        double first = 0;
        for (int[] shape : THREADS_AND_TOPICS) {
            double[] nanos = new ProduceCpuTime(shape[0], shape[1]).measure();
            double added = nanos[1] - nanos[0];
            first = first == 0 ? added : first;
            System.out.printf(
                    "threads %2d  topics %,5d  plain %,5.0f ns  audited %,5.0f ns  added %,5.0f ns, %+.0f %%%n",
                    shape[0], shape[1], nanos[0], nanos[1], added, 100 * (added / first - 1));
        }
    }

    /** Returns the least CPU time of a send without and with the audit. */
    private double[] measure() throws InterruptedException {
        double[] best = {Double.MAX_VALUE, Double.MAX_VALUE};
        for (int round = 0; round < ROUNDS; round++) {
            best[0] = Math.min(best[0], run(producer(new StringSerializer(), new StringSerializer())));
            best[1] = Math.min(
                    best[1],
                    run(Trails.audit(Trails.create(2 * SENDS))
                            .wrap(producer(
                                    AuditingSerializer.around(new StringSerializer(), true),
                                    AuditingSerializer.around(new StringSerializer(), false)))));
        }
        return best;
    }

    private static Producer<String, String> producer(Serializer<String> keys, Serializer<String> values) {
        return new NullProducer<>(keys, values);
    }

    private double run(Producer<String, String> producer) throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        AtomicLong used = new AtomicLong();
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread sender = new Thread(() -> used.addAndGet(send(producer, start)), "sender-" + i);
            sender.start();
            senders.add(sender);
        }
        start.countDown();
        for (Thread sender : senders) {
            sender.join();
        }
        return (double) used.get() / (SENDS / threads * threads);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback tells
    private long send(Producer<String, String> producer, CountDownLatch start) {
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        try {
            start.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        long begin = clock.getCurrentThreadCpuTime();
        for (int i = 0; i < SENDS / threads; i++) {
            producer.send(
                    new ProducerRecord<>(topics[i % topics.length], "A-20260017", value), (metadata, failure) -> {});
        }
        return clock.getCurrentThreadCpuTime() - begin;
    }
}
