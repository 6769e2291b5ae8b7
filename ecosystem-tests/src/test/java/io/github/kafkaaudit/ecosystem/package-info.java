/** The starter beside frameworks that change what an application is made of. */
@NullMarked
package io.github.kafkaaudit.ecosystem;

import org.jspecify.annotations.NullMarked;
