/** Looks into keys, values and headers: payload forms, masking, digests and business keys. */
@NullMarked
package io.github.kafkaaudit.payload;

import org.jspecify.annotations.NullMarked;
