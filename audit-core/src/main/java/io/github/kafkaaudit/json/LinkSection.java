package io.github.kafkaaudit.json;

import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.CausedBy;
import io.github.kafkaaudit.event.Coordinate;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.TransactionInfo;
import io.github.kafkaaudit.payload.RecordInspector;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.nio.charset.StandardCharsets;

/** What ties an event to others: its transaction, its original, its cause, its dead letter, its commit. */
final class LinkSection {

    private static final EncodedName TRANSACTION = new EncodedName("transaction");
    private static final EncodedName ORIGINAL = new EncodedName("original");
    private static final EncodedName CAUSED_BY = new EncodedName("caused_by");
    private static final EncodedName DEAD_LETTER = new EncodedName("dead_letter");
    private static final EncodedName COMMIT = new EncodedName("commit");

    private static final Field TRANSACTION_ID = Field.of(EventFields.TRANSACTION_ID);
    private static final Field TRANSACTIONAL_ID = Field.of(EventFields.TRANSACTION_TRANSACTIONAL_ID);
    private static final Field TRANSACTION_OUTCOME = Field.of(EventFields.TRANSACTION_OUTCOME);
    private static final Field TRANSACTION_RECORDS = Field.of(EventFields.TRANSACTION_RECORDS);
    private static final Field ORIGINAL_TOPIC = Field.of(EventFields.ORIGINAL_TOPIC);
    private static final Field ORIGINAL_PARTITION = Field.of(EventFields.ORIGINAL_PARTITION);
    private static final Field ORIGINAL_OFFSET = Field.of(EventFields.ORIGINAL_OFFSET);
    private static final Field CAUSE_COORDINATE = Field.of(EventFields.CAUSED_BY_COORDINATE);
    private static final Field CAUSE_GROUP = Field.of(EventFields.CAUSED_BY_GROUP);
    private static final Field CAUSE_MESSAGE_ID = Field.of(EventFields.CAUSED_BY_MESSAGE_ID);
    private static final Field CLAIMED = Field.of(EventFields.CLAIMED);
    private static final Field DEAD_LETTER_COORDINATE = Field.of(EventFields.DEAD_LETTER_COORDINATE);
    private static final Field COMMIT_OFFSET = Field.of(EventFields.COMMIT_OFFSET);
    private static final Field COMMIT_MODE = Field.of(EventFields.COMMIT_MODE);

    private LinkSection() {}

    static void write(DocumentWriter writer, AuditEvent event, TopicPolicy policy, RecordInspector inspector) {
        TransactionInfo transaction = event.transaction();
        if (transaction != null) {
            writer.start(TRANSACTION);
            writer.text(TRANSACTION_ID, transaction.id());
            writer.text(TRANSACTIONAL_ID, transaction.transactionalId());
            writer.repeated(TRANSACTION_OUTCOME, transaction.outcome().value());
            writer.numberFrom(TRANSACTION_RECORDS, transaction.records(), 0);
            writer.close();
        }
        writeOriginal(writer, event, inspector);
        CausedBy cause = event.causedBy();
        writer.start(CAUSED_BY);
        writer.text(CAUSE_COORDINATE, cause == null ? null : cause.coordinate());
        writer.repeated(CAUSE_GROUP, cause == null ? null : cause.group());
        String inherited = HeaderClaims.inheritedId(event, policy);
        boolean shown = inherited != null
                && inspector.showsId(inherited.getBytes(StandardCharsets.UTF_8), EventFields.CAUSED_BY_MESSAGE_ID);
        writer.text(CAUSE_MESSAGE_ID, shown ? inherited : null);
        writer.close();
        writer.texts(CLAIMED, HeaderClaims.claimed(event));
        writer.start(DEAD_LETTER);
        writer.text(DEAD_LETTER_COORDINATE, event.deadLetterCoordinate());
        writer.close();
        if (event.commit() != null) {
            writer.start(COMMIT);
            writer.number(COMMIT_OFFSET, event.commit().offset());
            writer.repeated(COMMIT_MODE, event.commit().mode().value());
            writer.close();
        }
    }

    private static void writeOriginal(DocumentWriter writer, AuditEvent event, RecordInspector inspector) {
        RecordSnapshot record = event.record();
        Coordinate original = HeaderClaims.original(event);
        if (record == null || original == null) {
            return;
        }
        // The name of a dead-letter topic usually begins with that of the original: then nothing more is shown by it.
        boolean shown = record.topic().startsWith(original.topic())
                || inspector.showsName(original.topic(), EventFields.ORIGINAL_TOPIC);
        if (shown) {
            writer.start(ORIGINAL);
            writer.repeated(ORIGINAL_TOPIC, original.topic());
            writer.plain(ORIGINAL_PARTITION, SmallNumbers.text(original.partition()));
            writer.numberFrom(ORIGINAL_OFFSET, original.offset(), 0);
            writer.close();
        }
    }
}
