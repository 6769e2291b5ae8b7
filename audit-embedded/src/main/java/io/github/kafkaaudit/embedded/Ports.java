package io.github.kafkaaudit.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Ports of the loopback interface. */
final class Ports {

    static final String HOST = "127.0.0.1";

    private Ports() {}

    /** Returns a port that is free and none of these, which may be free as well. */
    static int free(int... others) {
        try (var socket = new ServerSocket(0, 1, loopback())) {
            int port = socket.getLocalPort();
            // Asked again while this one is held, the system names another one.
            return IntStream.of(others).anyMatch(other -> other == port) ? free(others) : port;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(loopback(), port), 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether the failure is, at its root, a port that somebody else has. */
    static boolean isTaken(@Nullable Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            // The servers' own exceptions are of another class loader, the JDK's is the same everywhere.
            if (cause instanceof BindException
                    || String.valueOf(cause.getMessage()).contains("already in use")) {
                return true;
            }
        }
        return false;
    }

    /** Not {@code InetAddress.getLoopbackAddress()}, which is the one of IPv6 where the JVM prefers that. */
    private static InetAddress loopback() throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }
}
