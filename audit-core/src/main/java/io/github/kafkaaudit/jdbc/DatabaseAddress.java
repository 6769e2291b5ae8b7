package io.github.kafkaaudit.jdbc;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Which database a data source leads to, without credentials and without parameters that do not change the place.
 *
 * <p>The data source is asked for its address as every pool and driver offers it; only one that does not tell must
 * connect.
 */
final class DatabaseAddress {

    private static final List<String> GETTERS = List.of("getJdbcUrl", "getUrl", "getURL");
    private static final String DELEGATE = "getTargetDataSource";
    private static final int DEEPEST = 8;

    private static final Pattern USER = Pattern.compile("//[^/@;?]*@");
    private static final Pattern ORACLE_USER =
            Pattern.compile("^(jdbc:oracle:[a-z0-9]+:)[^@]*@", Pattern.CASE_INSENSITIVE);
    private static final String ORACLE = "jdbc:oracle:";
    private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[^:\\[\\]]*)(:\\d*)?");
    private static final Pattern PARAMETERS = Pattern.compile("[?;&]");
    private static final Set<String> PLACES = Set.of(
            "databasename",
            "database",
            "currentschema",
            "schema",
            "servername",
            "port",
            "portnumber",
            "instancename",
            "servicename",
            "sid");

    private DatabaseAddress() {}

    /** Returns the address, with the help of a connection if need be. */
    static String of(DataSource dataSource) throws SQLException {
        String configured = configured(dataSource, DEEPEST);
        if (configured != null) {
            return place(configured);
        }
        try (Connection connection = dataSource.getConnection()) {
            return place(String.valueOf(connection.getMetaData().getURL()));
        }
    }

    /** Returns what stays the same when credentials or tuning change. */
    static String place(String url) {
        String bare = ORACLE_USER.matcher(USER.matcher(url).replaceFirst("//")).replaceFirst("$1@");
        String[] parts = PARAMETERS.split(bare, -1);
        if (!isPlain(parts[0])) {
            // It may have a password in it, in a way that only its driver knows.
            return "jdbc#" + digest(url);
        }
        StringBuilder place = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            if (equals > 0
                    && PLACES.contains(parts[i].substring(0, equals).strip().toLowerCase(Locale.ROOT))) {
                place.append(';').append(parts[i]);
            }
        }
        return place.toString();
    }

    private static boolean isPlain(String address) {
        boolean oracle = address.regionMatches(true, 0, ORACLE, 0, ORACLE.length());
        if (!oracle && address.indexOf('@') >= 0) {
            return false;
        }
        int begin = address.indexOf("//");
        if (begin < 0) {
            return true;
        }
        int end = address.indexOf('/', begin + 2);
        String hosts = address.substring(begin + 2, end < 0 ? address.length() : end);
        return Arrays.stream(hosts.split(",", -1))
                .allMatch(host -> HOST.matcher(host).matches());
    }

    private static @Nullable String configured(DataSource dataSource, int depth) {
        for (String getter : GETTERS) {
            if (get(dataSource, getter) instanceof String url && !url.isBlank()) {
                return url;
            }
        }
        return depth > 0 && get(dataSource, DELEGATE) instanceof DataSource delegate
                ? configured(delegate, depth - 1)
                : null;
    }

    private static @Nullable Object get(DataSource dataSource, String getter) {
        try {
            Method method = dataSource.getClass().getMethod(getter);
            return method.invoke(dataSource);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    private static String digest(String url) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(url.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
