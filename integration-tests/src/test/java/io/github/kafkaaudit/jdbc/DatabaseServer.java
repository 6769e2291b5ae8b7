package io.github.kafkaaudit.jdbc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;
import org.awaitility.Awaitility;

/** A database server as a process of its own, which tests kill and start again. */
interface DatabaseServer {

    /** Returns a data source without a pool, for a database of that name. */
    DataSource database(String name) throws Exception;

    /** Returns the table's definition for this server. */
    String definition();

    /** Returns the process. */
    ProcessHandle process() throws Exception;

    /** Starts it with what it had before. */
    void start() throws Exception;

    /** Ends it for good. */
    void stop() throws Exception;

    /** Ends the process as a crash would. */
    default void kill() throws Exception {
        ProcessHandle process = process();
        process.destroyForcibly();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !process.isAlive());
    }

    /** Returns the shipped definition. */
    static String definition(String product) {
        try (var definition = JdbcAuditSink.class.getResourceAsStream("kafka-audit-failure-" + product + ".sql")) {
            if (definition == null) {
                throw new IllegalStateException("There is no definition for " + product + ".");
            }
            return new String(definition.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the process whose id is the first line of a file. */
    static ProcessHandle process(Path pidFile) throws IOException {
        long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
        return ProcessHandle.of(pid).orElseThrow(() -> new IllegalStateException("There is no process " + pid + "."));
    }
}
