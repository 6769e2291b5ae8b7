/** Evidence packs: what the trail says to a question, with the documents that say it, for people outside. */
@NullMarked
package io.github.kafkaaudit.console.evidence;

import org.jspecify.annotations.NullMarked;
