package io.github.kafkaaudit.spring;

import io.github.kafkaaudit.spring.Coverage.Kind;
import java.lang.StackWalker.StackFrame;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServerDelegate;
import javax.management.MBeanServerNotification;
import javax.management.Notification;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Notices the Kafka clients of this process that no factory of spring-kafka's makes: every client registers itself for
 * management at the end of its constructor, on the thread that makes it, so that the stack shows who that is.
 *
 * <p><b>Failure</b>: where management is not available nothing is noticed.
 */
final class ClientWatch implements NotificationListener {

    private static final StackWalker STACK = StackWalker.getInstance();
    private static final Map<String, Kind> DOMAINS =
            Map.of("kafka.producer", Kind.PRODUCER, "kafka.consumer", Kind.CONSUMER);
    // Factories of spring-kafka's are installed into, and Kafka Streams is given its clients: near the constructor's
    // call.
    private static final List<String> COVERED = List.of("org.springframework.kafka.core.", "org.apache.kafka.streams.");
    private static final int NEAR = 8;
    private static final String CLIENTS = "org.apache.kafka.clients.";
    private static final String OURS = "io.github.kafkaaudit.kafka.";
    // Whoever makes a client for every message has another problem.
    private static final int MOST = 50;

    private final Coverage coverage;
    private final Supplier<Set<String>> audited;
    private final Set<Client> noticed = new LinkedHashSet<>();
    private boolean watching;

    ClientWatch(Coverage coverage, Supplier<Set<String>> audited) {
        this.coverage = coverage;
        this.audited = audited;
    }

    synchronized void start() {
        if (!watching) {
            try {
                ManagementFactory.getPlatformMBeanServer()
                        .addNotificationListener(MBeanServerDelegate.DELEGATE_NAME, this, null, null);
                watching = true;
            } catch (JMException | RuntimeException | LinkageError e) {
                watching = false;
            }
        }
    }

    synchronized void stop() {
        if (watching) {
            watching = false;
            try {
                ManagementFactory.getPlatformMBeanServer()
                        .removeNotificationListener(MBeanServerDelegate.DELEGATE_NAME, this);
            } catch (JMException | RuntimeException e) {
                // It goes with the process.
                return;
            }
        }
    }

    @Override
    public void handleNotification(Notification notification, @Nullable Object handback) {
        if (notification instanceof MBeanServerNotification happened
                && MBeanServerNotification.REGISTRATION_NOTIFICATION.equals(notification.getType())) {
            ObjectName name = happened.getMBeanName();
            Kind kind = DOMAINS.get(name.getDomain());
            String id = name.getKeyProperty("id");
            if (kind != null && id != null && "app-info".equals(name.getKeyProperty("type"))) {
                notice(new Client(kind, id.startsWith("\"") ? ObjectName.unquote(id) : id));
            }
        }
    }

    /** Takes back what somebody has wrapped after it was made. */
    synchronized void settle() {
        Set<String> known = noticed.isEmpty() ? Set.of() : audited.get();
        noticed.removeIf(client -> {
            boolean wrapped = known.contains(client.id);
            if (wrapped) {
                coverage.forget(client.kind, client.id);
            }
            return wrapped;
        });
    }

    private void notice(Client client) {
        String maker = STACK.walk(ClientWatch::maker);
        if (maker != null) {
            synchronized (this) {
                if (noticed.size() < MOST) {
                    noticed.add(client);
                    coverage.notCovered(
                            client.kind,
                            client.id,
                            maker + " made it, which is no factory of spring-kafka's; KafkaAudit.wrap audits it");
                }
            }
        }
    }

    /** The first class that is not Kafka's own, or null where somebody known makes the client. */
    private static @Nullable String maker(Stream<StackFrame> frames) {
        List<String> callers = frames.map(StackFrame::getClassName)
                .dropWhile(name -> !name.startsWith(CLIENTS))
                .dropWhile(name -> name.startsWith(CLIENTS))
                .limit(NEAR)
                .toList();
        return callers.isEmpty()
                        || callers.get(0).startsWith(OURS)
                        || callers.stream().anyMatch(name -> COVERED.stream().anyMatch(name::startsWith))
                ? null
                : callers.get(0);
    }

    private record Client(Kind kind, String id) {}
}
