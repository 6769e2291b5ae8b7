package io.github.kafkaaudit.sample.verdict;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds out which events belong to the same send, and which sends to the same business message. */
final class Messages {

    private static final Duration IDENTICAL_WITHIN = Duration.ofHours(1);

    private final Map<String, List<TrailEvent>> sends = new LinkedHashMap<>();
    private final Map<String, String> sendAtCoordinate = new HashMap<>();
    private final Map<String, Message> messages = new LinkedHashMap<>();

    private Messages() {}

    static Collection<Message> of(Collection<TrailEvent> events) {
        var sorted = events.stream()
                .filter(event -> event.action().startsWith("message-"))
                .sorted(TrailEvent.ORDER)
                .toList();
        var messages = new Messages();
        messages.collectSends(sorted.stream().filter(event -> !event.isCopy()).toList());
        messages.collectMessages();
        sorted.stream().filter(TrailEvent::isCopy).forEach(messages::addCopy);
        return messages.messages.values();
    }

    /** The id tells sends apart; an event without one belongs to the send at its coordinate. */
    private void collectSends(List<TrailEvent> originals) {
        for (var event : originals) {
            if (event.messageId() != null) {
                sends.computeIfAbsent(event.messageId(), id -> new ArrayList<>())
                        .add(event);
                if (event.coordinate() != null) {
                    sendAtCoordinate.put(event.coordinate(), event.messageId());
                }
            }
        }
        for (var event : originals) {
            if (event.messageId() == null && event.coordinate() != null) {
                var send = sendAtCoordinate.computeIfAbsent(event.coordinate(), coordinate -> "at " + coordinate);
                sends.computeIfAbsent(send, id -> new ArrayList<>()).add(event);
            }
        }
    }

    private void collectMessages() {
        Map<String, Instant> first = new HashMap<>();
        sends.values().stream()
                .map(Publication::new)
                .sorted(Comparator.comparing(Publication::time))
                .forEach(send -> messages.computeIfAbsent(identity(send, first), key -> new Message(send.businessKey()))
                        .sends
                        .add(send));
    }

    private static String identity(Publication send, Map<String, Instant> first) {
        var businessKey = send.businessKey();
        if (businessKey != null) {
            return "key " + businessKey;
        }
        var evidence = send.evidence();
        if (evidence.payloadHash() == null) {
            return "send " + evidence.messageId() + " " + evidence.coordinate();
        }
        var bytes = evidence.topic() + " " + evidence.key() + " " + evidence.payloadHash();
        var since = first.computeIfAbsent(bytes, same -> send.time());
        if (since.plus(IDENTICAL_WITHIN).isBefore(send.time())) {
            since = send.time();
            first.put(bytes, since);
        }
        return "bytes " + bytes + " since " + since;
    }

    private void addCopy(TrailEvent copy) {
        messages.values().stream()
                .filter(message -> message.isOriginalOf(copy))
                .findFirst()
                .orElseGet(() ->
                        messages.computeIfAbsent("copy " + copy.original(), key -> new Message(copy.businessKey())))
                .copies
                .add(copy);
    }

    /** The sends of one business message, and the events about their copies. */
    static final class Message {

        final @Nullable String businessKey;
        final List<Publication> sends = new ArrayList<>();
        final List<TrailEvent> copies = new ArrayList<>();

        Message(@Nullable String businessKey) {
            this.businessKey = businessKey;
        }

        private boolean isOriginalOf(TrailEvent copy) {
            return sends.stream().anyMatch(send -> send.coordinates().contains(copy.original()));
        }
    }
}
