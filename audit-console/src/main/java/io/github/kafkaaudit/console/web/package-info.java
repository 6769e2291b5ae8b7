/** The web page and the JSON API of the console. */
@NullMarked
package io.github.kafkaaudit.console.web;

import org.jspecify.annotations.NullMarked;
