package io.github.kafkaaudit.sidebyside.application;

import java.util.Map;

/** What a recorder says about itself when everything is over. */
interface RecorderReport {

    Map<String, Long> figures();
}
