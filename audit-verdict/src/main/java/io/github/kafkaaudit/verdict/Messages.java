package io.github.kafkaaudit.verdict;

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

/** Finds out which sends publish the same business message, and which records are copies of it. */
final class Messages {

    private static final Duration IDENTICAL_WITHIN = Duration.ofHours(1);

    private final Map<String, Message> messages = new LinkedHashMap<>();
    private final Copies copies;

    private Messages(Copies copies) {
        this.copies = copies;
    }

    static Collection<Message> of(Collection<TrailEvent> events) {
        var distinct = events.stream().distinct().sorted(TrailEvent.ORDER).toList();
        var aboutRecords = distinct.stream()
                .filter(event -> event.action().startsWith("message-"))
                .toList();
        var copies = new Copies(aboutRecords);
        var messages = new Messages(copies);
        List<TrailEvent> originals = new ArrayList<>();
        List<TrailEvent> ofCopies = new ArrayList<>();
        List<TrailEvent> claims = new ArrayList<>();
        var sent = aboutRecords.stream()
                .filter(event -> event.is(Actions.PRODUCED))
                .map(TrailEvent::coordinate)
                .toList();
        for (var event : aboutRecords) {
            var kind = copies.isCopy(event.coordinate())
                    ? ofCopies
                    : Copies.isClaimed(event) && !sent.contains(event.coordinate()) ? claims : originals;
            kind.add(event);
        }
        messages.collect(Sends.of(originals, distinct));
        ofCopies.forEach(copy -> messages.addCopy(copy, copies.original(String.valueOf(copy.coordinate())), false));
        claims.forEach(claim -> messages.addCopy(claim, String.valueOf(claim.original()), true));
        return messages.messages.values();
    }

    private void collect(List<Publication> sends) {
        Map<String, Instant> first = new HashMap<>();
        sends.stream()
                .sorted(Comparator.comparing(Publication::time))
                .forEach(send -> messages.computeIfAbsent(
                                identity(send, first), key -> new Message(send.topic(), send.businessKey(), copies))
                        .sends
                        .add(send));
    }

    /** The business key is one per topic. */
    private static String identity(Publication send, Map<String, Instant> first) {
        var businessKey = send.businessKey();
        if (businessKey != null) {
            return "key " + send.topic() + " " + businessKey;
        }
        var evidence = send.evidence();
        if (evidence.payloadHash() == null) {
            return "send " + evidence.messageId() + " " + evidence.coordinate() + " " + evidence.id();
        }
        var bytes = evidence.topic() + " " + evidence.key() + " " + evidence.payloadHash();
        var since = first.computeIfAbsent(bytes, same -> send.time());
        if (since.plus(IDENTICAL_WITHIN).isBefore(send.time())) {
            since = send.time();
            first.put(bytes, since);
        }
        return "bytes " + bytes + " since " + since;
    }

    private void addCopy(TrailEvent copy, String original, boolean claimed) {
        var message = messages.values().stream()
                .filter(each ->
                        each.sends.stream().anyMatch(send -> send.coordinates().contains(original)))
                .findFirst()
                .orElseGet(() -> messages.computeIfAbsent(
                        "copy " + original,
                        key -> new Message(Coordinates.topic(original), copy.businessKey(), copies)));
        (claimed ? message.claimed : message.copied).add(copy);
    }

    /** The sends of one business message, and the events about its copies. */
    static final class Message {

        final @Nullable String topic;
        final @Nullable String businessKey;
        final Copies register;
        final List<Publication> sends = new ArrayList<>();
        final List<TrailEvent> copied = new ArrayList<>();
        final List<TrailEvent> claimed = new ArrayList<>();

        Message(@Nullable String topic, @Nullable String businessKey, Copies register) {
            this.topic = topic;
            this.businessKey = businessKey;
            this.register = register;
        }
    }
}
