/** The picture of a message's life, as SVG that is made on the server and needs no script. */
@NullMarked
package io.github.kafkaaudit.console.picture;

import org.jspecify.annotations.NullMarked;
