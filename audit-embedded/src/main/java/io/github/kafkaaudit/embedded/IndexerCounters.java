package io.github.kafkaaudit.embedded;

/**
 * What an indexer has done since it was built.
 *
 * @param indexed the events that became documents
 * @param duplicates the events, quarantined ones included, whose document was there already
 * @param quarantined the records that became documents of the quarantine
 * @param retries the attempts that Elasticsearch did not take, as a whole or in part
 */
public record IndexerCounters(long indexed, long duplicates, long quarantined, long retries) {}
