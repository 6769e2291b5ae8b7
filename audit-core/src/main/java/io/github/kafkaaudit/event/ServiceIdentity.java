package io.github.kafkaaudit.event;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which service, in which process life, an event comes from: the same in every event of a trail.
 *
 * @param name the service's name
 * @param version the service's version, or null
 * @param environment where it is deployed, or null
 * @param nodeName the name of this instance among the service's instances, or null
 * @param ephemeralId one life of one audit trail: a UUID
 * @param hostName the host's name, or null if it is not known
 * @param processId the operating system's process id
 * @param clusterId the Kafka cluster's id as configured, or null
 */
public record ServiceIdentity(
        String name,
        @Nullable String version,
        @Nullable String environment,
        @Nullable String nodeName,
        String ephemeralId,
        @Nullable String hostName,
        long processId,
        @Nullable String clusterId) {

    /** Checks that there is a name. */
    public ServiceIdentity {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(ephemeralId, "ephemeralId");
    }

    /**
     * Describes this process as a service.
     *
     * @param name the service's name
     * @return the identity of a new life in this process on this host
     */
    public static ServiceIdentity of(String name) {
        return of(name, null, null, null, null);
    }

    /**
     * Describes this process as a service.
     *
     * @param name the service's name
     * @param version the service's version, or null
     * @param environment where it is deployed, or null
     * @param nodeName the name of this instance among the service's instances, or null
     * @param clusterId the Kafka cluster's id, or null
     * @return the identity of a new life in this process on this host
     */
    public static ServiceIdentity of(
            String name,
            @Nullable String version,
            @Nullable String environment,
            @Nullable String nodeName,
            @Nullable String clusterId) {
        return new ServiceIdentity(
                name,
                version,
                environment,
                nodeName,
                UUID.randomUUID().toString(),
                localHostName(),
                ProcessHandle.current().pid(),
                clusterId);
    }

    private static @Nullable String localHostName() {
        String fromEnvironment = System.getenv("HOSTNAME");
        if (fromEnvironment != null && !fromEnvironment.isBlank()) {
            return fromEnvironment;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
