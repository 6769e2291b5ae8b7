/** What pages, reports and terminals show of an answer. */
@NullMarked
package io.github.kafkaaudit.console.view;

import org.jspecify.annotations.NullMarked;
