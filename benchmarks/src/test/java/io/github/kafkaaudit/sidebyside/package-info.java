@NullMarked
package io.github.kafkaaudit.sidebyside;

import org.jspecify.annotations.NullMarked;
