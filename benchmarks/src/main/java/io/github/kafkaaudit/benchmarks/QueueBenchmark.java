package io.github.kafkaaudit.benchmarks;

import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jctools.queues.MpscArrayQueue;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** What handing an event over costs while another thread takes them out; a full queue refuses. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class QueueBenchmark {

    private static final int CAPACITY = 65_536;

    /** Which queue. */
    @Param({"MpscArrayQueue", "MpscAtomicArrayQueue", "ArrayBlockingQueue", "ConcurrentLinkedQueue"})
    private String type = "MpscAtomicArrayQueue";

    private final Object event = new Object();
    private Queue<Object> queue = new ConcurrentLinkedQueue<>();
    private @Nullable Thread consumer;
    private volatile boolean over;

    /** Starts what takes the events out. */
    @Setup
    public void start() {
        queue = switch (type) {
            case "MpscArrayQueue" -> new MpscArrayQueue<>(CAPACITY);
            case "MpscAtomicArrayQueue" -> new MpscAtomicArrayQueue<>(CAPACITY);
            case "ArrayBlockingQueue" -> new ArrayBlockingQueue<>(CAPACITY);
            default -> new CountedQueue();
        };
        over = false;
        Thread thread = new Thread(() -> {
            while (!over) {
                if (queue.poll() == null) {
                    Thread.onSpinWait();
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        consumer = thread;
    }

    /** Ends it. */
    @TearDown
    public void stop() throws InterruptedException {
        over = true;
        if (consumer != null) {
            consumer.join();
        }
    }

    /** One thread of the application. */
    @Benchmark
    @Threads(1)
    public boolean offerByOneThread() {
        return queue.offer(event);
    }

    /** Four of them. */
    @Benchmark
    @Threads(4)
    public boolean offerByFourThreads() {
        return queue.offer(event);
    }

    /** Sixteen of them. */
    @Benchmark
    @Threads(16)
    public boolean offerBySixteenThreads() {
        return queue.offer(event);
    }

    /** The linked queue has no bound of its own. */
    private static final class CountedQueue extends ConcurrentLinkedQueue<Object> {

        private static final long serialVersionUID = 1L;

        private final AtomicInteger count = new AtomicInteger();

        @Override
        public boolean offer(Object item) {
            if (count.incrementAndGet() > CAPACITY) {
                count.decrementAndGet();
                return false;
            }
            return super.offer(item);
        }

        @Override
        public @Nullable Object poll() {
            Object item = super.poll();
            if (item != null) {
                count.decrementAndGet();
            }
            return item;
        }
    }
}
