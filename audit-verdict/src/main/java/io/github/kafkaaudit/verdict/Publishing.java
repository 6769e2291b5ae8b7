package io.github.kafkaaudit.verdict;

/** How often an application has published one business message. */
public enum Publishing {
    /** No send is known to have reached the broker and stayed there: whether that means anything, the gaps tell. */
    NOT_PUBLISHED,
    /** One send, stored once. */
    PUBLISHED_ONCE,
    /** Several sends with the same business key: the application has published the message several times. */
    PUBLISHED_N_TIMES,
    /** One send, stored at several coordinates: a producer's retry without idempotence, or a mirror. */
    ONE_SEND_STORED_TWICE,
    /** Several sends of the same bytes within an hour and no business key: a strong hint, not proof. */
    IDENTICAL_BYTES
}
