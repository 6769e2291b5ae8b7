package io.github.kafkaaudit.truth;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.kafkaaudit.autoconfigure.KafkaAuditAutoConfiguration;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.KafkaTemplate;

/** Runs an application with or without the audit and notes what the application itself can see of Kafka. */
final class ObservedApplication {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String OURS = "io.github.kafkaaudit";

    private ObservedApplication() {}

    /** Sends the payloads, waits for as many notes as the application makes of them, and ends it in order. */
    @SuppressWarnings("try") // what is looked at afterwards includes what the close leaves behind
    static Seen run(String name, boolean audited, Class<?> configuration, int notes, List<String> payloads) {
        String topic = name + (audited ? ".audited" : ".plain");
        for (String suffix : new String[] {"", "-dlt", "-retry", ".out"}) {
            TruthApplication.createTopic(topic + suffix, 1);
        }
        ListAppender<ILoggingEvent> log = listen();
        try (ConfigurableApplicationContext context = start(topic, audited, configuration)) {
            Calls calls = context.getBean(Calls.class);
            send(context, topic, payloads, calls);
            Awaitility.await().atMost(TIMEOUT).until(() -> calls.notes.size() >= notes);
            Map<String, Boolean> containers = new TreeMap<>();
            context.getBean(KafkaListenerEndpointRegistry.class)
                    .getAllListenerContainers()
                    .forEach(container -> containers.put(
                            plain(String.valueOf(container.getListenerId()), topic), container.isRunning()));
            List<String> beans = beans(context);
            context.close();
            return new Seen(
                    calls.notes.stream().map(note -> plain(note, topic)).toList(),
                    containers,
                    offsets(topic),
                    beans,
                    warnings(log, topic));
        } finally {
            ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).detachAppender(log);
        }
    }

    /** Runs an application without and with the audit: what it sees must be the same. */
    static void expectNoDifference(Class<?> configuration, int notes, List<String> payloads) {
        String name = "same." + configuration.getSimpleName();
        Seen plain = run(name, false, configuration, notes, payloads);
        Seen audited = run(name, true, configuration, notes, payloads);

        assertThat(audited.notes()).containsExactlyInAnyOrderElementsOf(plain.notes());
        assertThat(audited.containers()).isEqualTo(plain.containers());
        assertThat(audited.offsets()).isEqualTo(plain.offsets());
        assertThat(audited.beans()).isEqualTo(plain.beans());
        assertThat(audited.warnings()).isEqualTo(plain.warnings());
    }

    private static ConfigurableApplicationContext start(String topic, boolean audited, Class<?> configuration) {
        List<String> properties = new ArrayList<>(List.of(
                "spring.application.name=" + topic,
                "spring.kafka.bootstrap-servers=" + TruthApplication.bootstrapServers(),
                "spring.kafka.consumer.group-id=" + topic,
                "spring.kafka.consumer.auto-offset-reset=earliest",
                "spring.kafka.consumer.fetch-max-wait=50ms",
                "spring.kafka.listener.poll-timeout=100ms",
                "kafka.audit.sink=none",
                "topic=" + topic,
                "logging.level.root=warn"));
        if (!audited) {
            properties.add("spring.autoconfigure.exclude=" + KafkaAuditAutoConfiguration.class.getName());
        }
        Settings settings = configuration.getAnnotation(Settings.class);
        if (settings != null) {
            Arrays.stream(settings.value())
                    .map(setting -> setting.replace("${topic}", topic))
                    .forEach(properties::add);
        }
        return new SpringApplicationBuilder(Common.class, configuration)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .properties(properties.toArray(String[]::new))
                .run();
    }

    @SuppressWarnings("unchecked")
    private static void send(ConfigurableApplicationContext context, String topic, List<String> payloads, Calls calls) {
        KafkaTemplate<String, String> template = context.getBean("kafkaTemplate", KafkaTemplate.class);
        for (String payload : payloads) {
            try {
                if (template.isTransactional()) {
                    template.executeInTransaction(operations -> operations.send(topic, "k", payload));
                } else {
                    template.send(topic, "k", payload).get();
                }
            } catch (Exception e) {
                calls.note("send threw", e);
            }
        }
    }

    private static Map<String, Long> offsets(String group) {
        Map<String, Long> offsets = new TreeMap<>();
        try (Admin admin = TruthApplication.admin()) {
            TruthApplication.get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                    .forEach((partition, offset) ->
                            offsets.put(plain(partition.toString(), group), offset == null ? -1L : offset.offset()));
        }
        return offsets;
    }

    /** Name and type of every bean that is not ours. */
    private static List<String> beans(ConfigurableApplicationContext context) {
        List<String> beans = new ArrayList<>();
        for (String bean : context.getBeanDefinitionNames()) {
            Class<?> type = context.getType(bean);
            String description = bean + ' ' + (type == null ? "" : type.getName());
            if (!bean.startsWith("kafkaAudit")
                    && !description.contains(OURS + ".autoconfigure")
                    && !description.contains(OURS + ".spring")) {
                beans.add(description);
            }
        }
        return beans.stream().sorted().toList();
    }

    private static ListAppender<ILoggingEvent> listen() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).addAppender(log);
        return log;
    }

    /** Without what differs between two runs of the same application: names, numbers, ids. */
    private static List<String> warnings(ListAppender<ILoggingEvent> log, String topic) {
        return List.copyOf(log.list).stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(event -> event.getLevel() + " " + event.getLoggerName() + ": "
                        + plain(event.getFormattedMessage(), topic)
                                .replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "<id>")
                                .replaceAll("@[0-9a-f]+", "@")
                                .replaceAll("\\d+", "#"))
                .distinct()
                .sorted()
                .toList();
    }

    private static String plain(String text, String topic) {
        return text.replace(topic, "<topic>");
    }

    /** What the application saw. */
    record Seen(
            List<String> notes,
            Map<String, Boolean> containers,
            Map<String, Long> offsets,
            List<String> beans,
            List<String> warnings) {}

    /** Settings of an application. */
    @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
    @interface Settings {

        String[] value();
    }

    /** Where applications write down what they are called with. */
    static final class Calls {

        final List<String> notes = new CopyOnWriteArrayList<>();
        private final IdentityHashMap<Throwable, Integer> errors = new IdentityHashMap<>();

        void note(String who, ConsumerRecord<?, ?> record) {
            StringBuilder note =
                    new StringBuilder(who + " " + record.topic() + " " + record.key() + "=" + record.value());
            for (Header header : record.headers()) {
                // Of headers that spring-kafka fills with traces and times only the name is the same twice.
                if (!header.key().startsWith("ka-")) {
                    note.append(' ').append(header.key());
                    if (header.key().startsWith("own-")) {
                        note.append('=').append(new String(header.value(), StandardCharsets.UTF_8));
                    }
                }
            }
            notes.add(note.toString());
        }

        /** The numbers tell objects apart: who gets the very object that was thrown notes its number. */
        synchronized void note(String who, @Nullable Throwable error) {
            StringBuilder note = new StringBuilder(who);
            for (Throwable cause = error; cause != null; cause = cause.getCause()) {
                errors.putIfAbsent(cause, errors.size() + 1);
                note.append(" < ")
                        .append(cause.getClass().getName())
                        .append('#')
                        .append(errors.get(cause));
            }
            notes.add(note.toString());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Common {

        @Bean
        Calls calls() {
            return new Calls();
        }
    }
}
