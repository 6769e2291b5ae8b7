package io.github.kafkaaudit.sample.jobda;

/** The mail provider did not answer in time. */
final class MailTimeoutException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MailTimeoutException(String message) {
        super(message);
    }
}
