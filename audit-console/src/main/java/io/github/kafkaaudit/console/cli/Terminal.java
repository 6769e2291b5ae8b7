package io.github.kafkaaudit.console.cli;

import io.github.kafkaaudit.console.source.Progress;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Writes answers to the output, and how far a scan has come to the error output of a terminal. */
final class Terminal implements Progress {

    private static final int WIDTH = 118;

    private final CommandSpec spec;

    Terminal(CommandSpec spec) {
        this.spec = spec;
    }

    void print(String text) {
        var out = spec.commandLine().getOut();
        out.println(text);
        out.flush();
    }

    /** Breaks between words; the lines after the first begin below the text. */
    void wrapped(String head, String text) {
        var line = new StringBuilder(head);
        for (var word : clean(text).split(" ", -1)) {
            if (line.length() > head.length() && line.length() + word.length() > WIDTH) {
                print(line.toString().stripTrailing());
                line = new StringBuilder(" ".repeat(head.length()));
            }
            line.append(word).append(' ');
        }
        print(line.toString().stripTrailing());
    }

    /** What a record carries must not move the cursor or turn the text. */
    static String clean(String text) {
        var cleaned = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            var type = Character.getType(character);
            var harmless = type != Character.CONTROL && type != Character.FORMAT && type != Character.SURROGATE;
            cleaned.appendCodePoint(harmless ? character : 0xfffd);
        });
        return cleaned.toString();
    }

    @Override
    public void report(long done, long total, String unit) {
        if (CommandLine.Help.Ansi.AUTO.enabled()) {
            var err = spec.commandLine().getErr();
            err.print("\r"
                    + (total > 0
                            ? String.format(Locale.ROOT, "%d of %d %s read", done, total, unit)
                            : String.format(Locale.ROOT, "%d %s read", done, unit)));
            err.flush();
        }
    }
}
