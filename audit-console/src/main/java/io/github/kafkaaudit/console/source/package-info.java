/** Where the events of the audit trail are: in Elasticsearch, on the audit topic, or in files. */
@NullMarked
package io.github.kafkaaudit.console.source;

import org.jspecify.annotations.NullMarked;
