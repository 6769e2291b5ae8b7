package io.github.kafkaaudit.sidebyside;

import io.github.kafkaaudit.autoconfigure.KafkaAuditAutoConfiguration;
import io.github.kafkaaudit.embedded.EmbeddedKafka;
import io.github.kafkaaudit.trail.AuditTrail;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.openjdk.jmh.annotations.Benchmark;

/** The class path of the measured application: this JVM's without what the variant must not have. */
final class ClassPath {

    private static final Set<Path> TOOLS = places(EmbeddedKafka.class, Benchmark.class);
    private static final Set<Path> OURS =
            places(AuditTrail.class, KafkaAuditAutoConfiguration.class, MpscAtomicArrayQueue.class);

    private ClassPath() {}

    static String of(Variant variant) {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(all)
                .map(entry -> Path.of(entry).toAbsolutePath().normalize())
                .filter(entry -> !TOOLS.contains(entry))
                .filter(entry -> variant.isOurs() || !OURS.contains(entry))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Set<Path> places(Class<?>... classes) {
        return Stream.of(classes).map(ClassPath::place).collect(Collectors.toUnmodifiableSet());
    }

    private static Path place(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
