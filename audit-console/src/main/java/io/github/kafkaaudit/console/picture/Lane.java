package io.github.kafkaaudit.console.picture;

/**
 * A horizontal lane of the picture.
 *
 * @param kind who or what it stands for
 * @param name the service, the partition or the group
 */
record Lane(Kind kind, String name) {

    /** Who or what a lane stands for, from top to bottom. */
    enum Kind {
        PUBLISHER,
        PARTITION,
        GROUP,
        COPIES
    }
}
