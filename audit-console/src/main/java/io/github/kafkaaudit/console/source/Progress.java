package io.github.kafkaaudit.console.source;

/** Is told how far a long scan has come. */
@FunctionalInterface
public interface Progress {

    /** Tells nobody. */
    Progress NONE = (done, total, unit) -> {};

    /**
     * Called now and then, on the thread that scans.
     *
     * @param done how much is done
     * @param total how much there is; 0 where that is not known
     * @param unit of what: records, bytes
     */
    void report(long done, long total, String unit);
}
