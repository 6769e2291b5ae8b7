/** Writes events as JSON documents: the encoder, the field names and the schema that the documents follow. */
@NullMarked
package io.github.kafkaaudit.json;

import org.jspecify.annotations.NullMarked;
