package io.github.kafkaaudit.json;

import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.Gap;
import io.github.kafkaaudit.event.TrailInfo;
import java.util.Map;
import java.util.TreeMap;

/** What an event of the trail itself reports. */
final class TrailSection {

    private static final EncodedName GAP = new EncodedName("gap");
    private static final EncodedName COVERAGE = Field.name(EventFields.COVERAGE);

    private static final Field GAP_COUNT = Field.of(EventFields.GAP_COUNT);
    private static final Field GAP_FROM = Field.of(EventFields.GAP_FROM);
    private static final Field GAP_TO = Field.of(EventFields.GAP_TO);
    private static final Field GAP_SINCE = Field.of(EventFields.GAP_SINCE);
    private static final Field GAP_EPHEMERAL_ID = Field.of(EventFields.GAP_EPHEMERAL_ID);
    private static final Field LAST_SEQUENCE = Field.of(EventFields.LAST_SEQUENCE);
    private static final Field COVERAGE_ENTRY = Field.of(EventFields.COVERAGE);
    private static final int MAX_ENTRIES = 100;

    private TrailSection() {}

    static void write(DocumentWriter writer, AuditEvent event) {
        TrailInfo trail = event.trail();
        if (trail == null) {
            return;
        }
        Gap gap = trail.gap();
        if (gap != null) {
            writer.start(GAP);
            writer.number(GAP_COUNT, gap.count());
            writer.number(GAP_FROM, gap.from());
            writer.number(GAP_TO, gap.to());
            writer.time(GAP_SINCE, gap.since());
            writer.text(GAP_EPHEMERAL_ID, gap.ephemeralId());
            writer.close();
        }
        writer.numberFrom(LAST_SEQUENCE, trail.lastSequence(), 0);
        writer.start(COVERAGE);
        int written = 0;
        for (Map.Entry<String, String> entry : new TreeMap<>(trail.coverage()).entrySet()) {
            if (written++ == MAX_ENTRIES) {
                writer.flag(COVERAGE_ENTRY);
                break;
            }
            JsonBuffer json = writer.members();
            json.name(MemberNames.of(entry.getKey()));
            json.text(WrittenSize.cut(entry.getValue(), COVERAGE_ENTRY.limit()));
        }
        writer.close();
    }
}
