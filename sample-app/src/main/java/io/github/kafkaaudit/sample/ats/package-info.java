/** The recruiting service: it publishes the results of selections. */
@NullMarked
package io.github.kafkaaudit.sample.ats;

import org.jspecify.annotations.NullMarked;
