package io.github.kafkaaudit.console.cli;

import io.github.kafkaaudit.console.Words;
import io.github.kafkaaudit.console.answer.Answer;
import io.github.kafkaaudit.console.answer.Listing;
import io.github.kafkaaudit.console.view.MessageView;
import io.github.kafkaaudit.verdict.EventTable;
import io.github.kafkaaudit.verdict.TrailLife;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/** Writes answers as lines of text. */
final class TextAnswer {

    private static final int MOST = 20;

    private final Terminal terminal;
    private final ZoneId zone;
    private final Words words;

    TextAnswer(Terminal terminal, ZoneId zone) {
        this.terminal = terminal;
        this.zone = zone;
        words = new Words(Locale.ENGLISH, zone);
    }

    void write(Answer answer) {
        if (answer.verdicts().isEmpty()) {
            terminal.wrapped("=> ", words.get("ask.nothing"));
            terminal.wrapped(
                    "   ",
                    words.get(answer.livesWithGaps().isEmpty() ? "ask.nothing-complete" : "ask.nothing-incomplete"));
            writeGaps(answer.livesWithGaps());
        }
        answer.verdicts().stream().limit(MOST).forEach(verdict -> {
            new EventTable(zone).lines(verdict.events()).forEach(line -> terminal.print("  " + Terminal.clean(line)));
            terminal.wrapped("=> ", verdict.sentence(zone));
            terminal.print("");
        });
        if (answer.verdicts().size() > MOST) {
            terminal.print(words.get("ask.more", answer.verdicts().size() - MOST));
        }
        notes(answer.remarks(), answer.cut(), "answer.cut");
    }

    void write(Listing listing) {
        if (listing.verdicts().isEmpty()) {
            terminal.print(words.get("list.none"));
        }
        for (var verdict : listing.verdicts()) {
            terminal.wrapped(
                    "=> ",
                    (verdict.businessKey() == null ? "" : verdict.businessKey() + " on ") + verdict.topic() + ": "
                            + verdict.sentence(zone));
        }
        notes(listing.remarks(), listing.cut(), "list.cut");
    }

    void write(List<TrailLife> lives) {
        if (lives.isEmpty()) {
            terminal.print(words.get("list.none"));
        }
        for (var life : lives) {
            terminal.wrapped(
                    life.isWithoutGap() ? "   " : "!! ",
                    life.service() + " " + life.trail() + ": " + life.events() + " events, " + life.missing()
                            + " missing, " + (life.stopped() ? words.get("gaps.stopped") : words.get("gaps.open"))
                            + (life.firstSequence() > 1 ? "; " + words.get("gaps.begins", life.firstSequence()) : ""));
        }
        writeGaps(lives.stream().filter(life -> !life.isWithoutGap()).toList());
    }

    private void writeGaps(List<TrailLife> lives) {
        lives.stream()
                .flatMap(life -> life.gaps().stream())
                .forEach(gap -> terminal.wrapped("   ", MessageView.gap(gap, words)));
    }

    private void notes(List<String> remarks, boolean cut, String sentence) {
        remarks.forEach(remark -> terminal.wrapped("!! ", remark));
        if (cut) {
            terminal.wrapped("!! ", words.get(sentence));
        }
    }
}
