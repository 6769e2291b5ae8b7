package io.github.kafkaaudit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTests {

    @ParameterizedTest
    @CsvSource({
        "jdbc:mariadb://db:3306/orders?user=root&password=clear, jdbc:mariadb://db:3306/orders",
        "jdbc:mysql://u:clear@db:3306/orders?useSSL=true, jdbc:mysql://db:3306/orders",
        "'jdbc:mariadb://one:1,two:2/orders', 'jdbc:mariadb://one:1,two:2/orders'",
        "'jdbc:mariadb://address=(host=one)(port=1)/orders', 'jdbc:mariadb://address=(host=one)(port=1)/orders'",
        "jdbc:postgresql://db/orders?user=u&password=clear&currentSchema=audit, jdbc:postgresql://db/orders;currentSchema=audit",
        "jdbc:postgresql://[::1]:5432/orders, jdbc:postgresql://[::1]:5432/orders",
        "jdbc:postgresql:orders, jdbc:postgresql:orders",
        "jdbc:sqlserver://db\\one:1433;databaseName=orders;user=u@x;password=clear, jdbc:sqlserver://db\\one:1433;databaseName=orders",
        "jdbc:oracle:thin:u/clear@//db:1521/orders, jdbc:oracle:thin:@//db:1521/orders",
        "jdbc:oracle:thin:@db:1521:orders, jdbc:oracle:thin:@db:1521:orders",
        "jdbc:h2:mem:orders;MODE=MariaDB;DB_CLOSE_DELAY=-1, jdbc:h2:mem:orders",
        "jdbc:h2:file:/var/orders;USER=u;PASSWORD=clear, jdbc:h2:file:/var/orders"
    })
    void isWhatStaysTheSameWhenCredentialsOrTuningChange(String url, String place) {
        assertThat(DatabaseAddress.place(url)).isEqualTo(place);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://u:clear/text@db/orders",
                "jdbc:mysql://u:clear;text@db/orders",
                "jdbc:mysql://u:clear?text@db/orders",
                "jdbc:mysql://u:clear&text@db/orders",
                "jdbc:mysql://u:clear@text@db/orders",
                "jdbc:other:u/clear@db"
            })
    void neverShowsAPassword(String url) {
        assertThat(DatabaseAddress.place(url)).doesNotContain("clear").doesNotContain("text@");
        assertThat(DatabaseAddress.place(url + "2")).isNotEqualTo(DatabaseAddress.place(url));
    }

    @Test
    void isToldByADataSourceWithoutAConnection() throws SQLException {
        assertThat(DatabaseAddress.of(new Pool("jdbc:mariadb://db/orders"))).isEqualTo("jdbc:mariadb://db/orders");
        assertThat(DatabaseAddress.of(new Wrapper(new Pool("jdbc:mariadb://db/orders"))))
                .isEqualTo("jdbc:mariadb://db/orders");
    }

    @Test
    void isAskedForWhereTheDataSourceDoesNotTell() throws SQLException {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:asked");

        assertThat(DatabaseAddress.of(new Silent(database))).isEqualTo("jdbc:h2:mem:asked");
    }

    @Test
    void isNotKnownWhereNobodyTells() {
        assertThatThrownBy(() -> new JdbcAuditSink(new Pool(null)).place())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not known which database");
    }

    /** Nothing but what every data source has. */
    private static class Silent implements DataSource {

        private final @Nullable DataSource database;

        Silent(@Nullable DataSource database) {
            this.database = database;
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (database == null) {
                throw new SQLException("away", "08001");
            }
            return database.getConnection();
        }

        @Override
        public Connection getConnection(String username, String password) throws SQLException {
            return getConnection();
        }

        @Override
        public PrintWriter getLogWriter() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setLogWriter(PrintWriter out) {}

        @Override
        public void setLoginTimeout(int seconds) {}

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLException("no");
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }

    /** A pool, public as those are. */
    public static final class Pool extends Silent {

        private final @Nullable String jdbcUrl;

        Pool(@Nullable String jdbcUrl) {
            super(null);
            this.jdbcUrl = jdbcUrl;
        }

        /** Returns the address. */
        public @Nullable String getJdbcUrl() {
            return jdbcUrl;
        }
    }

    /** Like Spring's delegating data sources. */
    public static final class Wrapper extends Silent {

        private final DataSource target;

        Wrapper(DataSource target) {
            super(null);
            this.target = target;
        }

        /** Returns what is wrapped. */
        public DataSource getTargetDataSource() {
            return target;
        }
    }
}
