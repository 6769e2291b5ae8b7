package io.github.kafkaaudit.embedded;

import io.github.kafkaaudit.embedded.AuditEnvelope.Span;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Replacements in a document; one that lies within another is part of what is replaced. */
final class Edits {

    private final ByteArrayOutputStream target;
    private final List<Span> edits = new ArrayList<>();

    Edits(ByteArrayOutputStream target) {
        this.target = target;
    }

    void add(Span edit) {
        edits.add(edit);
    }

    void write(byte[] document) {
        edits.sort(Comparator.comparingInt(Span::from));
        var copied = 0;
        for (var edit : edits) {
            if (edit.from() >= copied) {
                target.write(document, copied, edit.from() - copied);
                target.writeBytes(edit.text().getBytes(StandardCharsets.UTF_8));
                copied = edit.to();
            }
        }
        target.write(document, copied, document.length - copied);
    }
}
