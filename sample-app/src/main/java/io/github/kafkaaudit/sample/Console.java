package io.github.kafkaaudit.sample;

import io.github.kafkaaudit.sample.Story.Settled;
import io.github.kafkaaudit.verdict.EventTable;
import java.io.PrintStream;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The story as lines of at most 120 columns. */
final class Console {

    private static final int WIDTH = 118;
    private static final String INDENT = "  ";

    private final PrintStream out;
    private final ZoneId zone;

    Console(PrintStream out, ZoneId zone) {
        this.out = out;
        this.zone = zone;
    }

    void line(String text) {
        out.println(text);
    }

    void act(Act act) {
        wrapped("Act " + act.number() + "  ", act.progress() + " (" + act.applicantId() + ")");
    }

    void settled(List<Settled> all, @Nullable WebConsole web) {
        for (var settled : all) {
            out.println();
            out.println("Act " + settled.act().number() + ", applicant "
                    + settled.act().applicantId());
            new EventTable(zone).lines(settled.events()).forEach(line -> out.println(INDENT + line));
            if (settled.verdicts().isEmpty()) {
                wrapped(INDENT + "=> ", "Elasticsearch has no event about this applicant.");
            }
            settled.verdicts().forEach(verdict -> wrapped(INDENT + "=> ", verdict.sentence(zone)));
            if (web != null) {
                out.println(INDENT + "   " + web.address(settled.act().applicantId()));
            }
            if (!settled.isAsExpected()) {
                wrapped(INDENT + "!! ", "Expected: " + settled.act().expectation() + ".");
            }
        }
    }

    /** Breaks between words; the lines after the first begin below the text. */
    private void wrapped(String head, String text) {
        var line = new StringBuilder(head);
        for (var word : text.split(" ", -1)) {
            if (line.length() > head.length() && line.length() + word.length() > WIDTH) {
                out.println(line.toString().stripTrailing());
                line = new StringBuilder(" ".repeat(head.length()));
            }
            line.append(word).append(' ');
        }
        out.println(line.toString().stripTrailing());
    }
}
