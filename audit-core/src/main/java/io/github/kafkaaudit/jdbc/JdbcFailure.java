package io.github.kafkaaudit.jdbc;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.regex.Pattern;

/**
 * What a database's error means to the audit.
 *
 * <p>What a driver says about a row quotes it, some even when the connection broke, so its words are never passed on.
 */
final class JdbcFailure {

    private static final Pattern ROW = Pattern.compile("22|23");
    private static final Pattern DATA = Pattern.compile("22|23|HY");
    private static final Pattern CONNECTION = Pattern.compile("08|57P|53");
    private static final Pattern MISSING = Pattern.compile("42S02|42S04|42S22|42P01|42703|3F000|42102|42122");
    private static final Pattern FORBIDDEN = Pattern.compile("28|42501");
    // MySQL has the state of every other error for these.
    private static final int MYSQL_INCORRECT_STRING = 1366;
    private static final int MYSQL_ACCESS_DENIED = 1142;

    private JdbcFailure() {}

    /** Tells whether the database refused the row, as a duplicate or for what is in it, and not the whole write. */
    static boolean concernsARow(SQLException failure) {
        for (SQLException e = failure; e != null; e = e.getNextException()) {
            String state = e.getSQLState();
            if (e instanceof SQLIntegrityConstraintViolationException
                    || e.getErrorCode() == MYSQL_INCORRECT_STRING
                    || (state != null && ROW.matcher(state).lookingAt())) {
                return true;
            }
            if (e.getCause() instanceof SQLException cause && !(e instanceof BatchUpdateException) && cause != e) {
                return concernsARow(cause);
            }
        }
        return false;
    }

    /** Returns the failure in our own words, with the state and code that its documentation has. */
    static SQLException withoutData(SQLException e, String table) {
        String state = String.valueOf(e.getSQLState());
        return new SQLException(
                sentence(e, state, table) + ": " + e.getClass().getSimpleName() + ", SQLState " + state + ", code "
                        + e.getErrorCode() + ".",
                e.getSQLState(),
                e.getErrorCode());
    }

    private static String sentence(SQLException e, String state, String table) {
        if (CONNECTION.matcher(state).lookingAt()) {
            return "The database cannot be reached";
        }
        if (MISSING.matcher(state).lookingAt()) {
            return "The table " + table + " or one of its columns is missing";
        }
        if (FORBIDDEN.matcher(state).lookingAt() || e.getErrorCode() == MYSQL_ACCESS_DENIED) {
            return "The database denies the right to read and write the table " + table;
        }
        return DATA.matcher(state).lookingAt()
                ? "The database refused an event"
                : "The database did not take the events for the table " + table;
    }
}
