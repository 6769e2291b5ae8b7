/** The files that ship, keep and show the trail: Logstash, Elasticsearch, Kibana, Filebeat and the compose file. */
@NullMarked
package io.github.kafkaaudit.elk;

import org.jspecify.annotations.NullMarked;
