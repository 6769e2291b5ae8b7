/** Questions of people, and their answers: what is asked, what is found, what follows from it. */
@NullMarked
package io.github.kafkaaudit.console.answer;

import org.jspecify.annotations.NullMarked;
