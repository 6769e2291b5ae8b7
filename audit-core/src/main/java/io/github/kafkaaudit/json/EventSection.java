package io.github.kafkaaudit.json;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.Outcome;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.ServiceIdentity;
import io.github.kafkaaudit.payload.RecordInspector;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The ECS part of a document: {@code event}, {@code message}, {@code error}, {@code service}, {@code process}. */
final class EventSection {

    private static final EncodedName EVENT = new EncodedName("event");
    private static final EncodedName ERROR = new EncodedName("error");
    private static final EncodedName SERVICE = new EncodedName("service");
    private static final EncodedName ORIGIN = new EncodedName("origin");
    private static final EncodedName NODE = new EncodedName("node");
    private static final EncodedName ECS = new EncodedName("ecs");
    private static final EncodedName HOST = new EncodedName("host");
    private static final EncodedName PROCESS = new EncodedName("process");
    private static final EncodedName THREAD = new EncodedName("thread");
    private static final EncodedName TRACE = new EncodedName("trace");
    private static final EncodedName SPAN = new EncodedName("span");

    private static final Field TIMESTAMP = Field.of(EventFields.TIMESTAMP);
    private static final Field ID = Field.of(EventFields.EVENT_ID);
    private static final Field SEQUENCE = Field.of(EventFields.EVENT_SEQUENCE);
    private static final Field ACTION = Field.of(EventFields.EVENT_ACTION);
    private static final Field OUTCOME = Field.of(EventFields.EVENT_OUTCOME);
    private static final Field TYPE = Field.of(EventFields.EVENT_TYPE);
    private static final Field KIND = Field.of(EventFields.EVENT_KIND);
    private static final Field MODULE = Field.of(EventFields.EVENT_MODULE);
    private static final Field DATASET = Field.of(EventFields.EVENT_DATASET);
    private static final Field REASON = Field.of(EventFields.EVENT_REASON);
    private static final Field START = Field.of(EventFields.EVENT_START);
    private static final Field DURATION = Field.of(EventFields.EVENT_DURATION);
    private static final Field MESSAGE = Field.of(EventFields.MESSAGE, 2048);
    private static final Field ERROR_TYPE = Field.of(EventFields.ERROR_TYPE);
    private static final Field ERROR_MESSAGE = Field.of(EventFields.ERROR_MESSAGE, 8 * 1024);
    private static final Field STACK_TRACE = Field.of(EventFields.ERROR_STACK_TRACE, 16 * 1024);
    private static final Field ORIGIN_NAME = Field.of(EventFields.SERVICE_ORIGIN_NAME);
    private static final Field SERVICE_VERSION = Field.of(EventFields.SERVICE_VERSION);
    private static final Field SERVICE_ENVIRONMENT = Field.of(EventFields.SERVICE_ENVIRONMENT);
    private static final Field NODE_NAME = Field.of(EventFields.SERVICE_NODE_NAME);
    private static final Field EPHEMERAL_ID = Field.of(EventFields.SERVICE_EPHEMERAL_ID);
    private static final Field ECS_VERSION = Field.of(EventFields.ECS_VERSION);
    private static final Field HOST_NAME = Field.of(EventFields.HOST_NAME);
    private static final Field SERVICE_NAME = Field.of(EventFields.SERVICE_NAME);
    private static final Field PROCESS_ID = Field.of(EventFields.PROCESS_PID);
    private static final Field THREAD_NAME = Field.of(EventFields.PROCESS_THREAD_NAME);
    private static final Field TRACE_ID = Field.of(EventFields.TRACE_ID);
    private static final Field SPAN_ID = Field.of(EventFields.SPAN_ID);

    // The ECS version whose field definitions the documents follow.
    private static final String ECS_FOLLOWED = "8.17.0";

    private final MessageLine messageLine;
    private final ServiceIdentity identity;
    private final boolean stackTraces;
    private final Map<AuditAction, Map<Outcome, byte[]>> actions = new EnumMap<>(AuditAction.class);
    private final Fragments<String, byte[]> processes = new Fragments<>(256, this::process);
    private final Fragments<String, byte[]> services = new Fragments<>(256, this::service);
    private final byte[] ownService;

    EventSection(ServiceIdentity identity, boolean stackTraces) {
        this.identity = identity;
        this.stackTraces = stackTraces;
        this.messageLine = new MessageLine(identity.name());
        this.ownService = service(null);
        for (AuditAction action : AuditAction.values()) {
            Map<Outcome, byte[]> outcomes = new EnumMap<>(Outcome.class);
            for (Outcome outcome : Outcome.values()) {
                outcomes.put(outcome, action(action, outcome));
            }
            actions.put(action, outcomes);
        }
    }

    void write(DocumentWriter writer, AuditEvent event, String id, RecordInspector inspector, Trimming detail) {
        writer.time(TIMESTAMP, event.timestamp());
        writer.start(EVENT);
        writer.plain(ID, id);
        writer.number(SEQUENCE, event.sequence());
        writer.members(action(event));
        writer.text(
                REASON, event.reason() == null ? null : inspector.maskOwn(event.reason(), EventFields.EVENT_REASON));
        writer.time(START, event.start());
        writer.numberFrom(DURATION, event.duration(), 0);
        writer.close();
        writer.startText(MESSAGE);
        messageLine.write(writer, event);
        writer.endText();
        if (event.error() != null) {
            writeError(writer, event.error(), inspector, detail);
        }
        writer.members(processes.of(WrittenSize.cut(event.thread(), THREAD_NAME.limit())));
        RecordSnapshot record = event.record();
        String origin = HeaderClaims.originService(event);
        if (origin != null
                && !origin.equals(identity.name())
                && !inspector.showsName(origin, EventFields.SERVICE_ORIGIN_NAME)) {
            origin = null;
        }
        writer.members(origin == null ? ownService : services.of(origin));
        byte[] trace = record == null ? null : record.headers().last(TraceParent.HEADER);
        if (trace != null && TraceParent.isValid(trace)) {
            writer.start(TRACE);
            writer.ascii(TRACE_ID, trace, TraceParent.TRACE_ID, TraceParent.TRACE_ID_LENGTH);
            writer.close();
            writer.start(SPAN);
            writer.ascii(SPAN_ID, trace, TraceParent.SPAN_ID, TraceParent.SPAN_ID_LENGTH);
            writer.close();
        }
    }

    private void writeError(DocumentWriter writer, Throwable error, RecordInspector inspector, Trimming detail) {
        Throwable root = StackTraceText.rootCause(error);
        writer.start(ERROR);
        writer.text(ERROR_TYPE, root.getClass().getName());
        String message = StackTraceText.message(root);
        if (message != null) {
            writer.text(ERROR_MESSAGE, inspector.mask(message, EventFields.ERROR_MESSAGE));
        }
        if (stackTraces) {
            if (detail.has(Trimming.ALL)) {
                writer.text(
                        STACK_TRACE,
                        StackTraceText.of(
                                error,
                                text -> inspector.mask(text, EventFields.ERROR_STACK_TRACE),
                                STACK_TRACE.limit()));
            } else {
                writer.flag(STACK_TRACE);
            }
        }
        writer.close();
    }

    private byte[] action(AuditEvent event) {
        Map<Outcome, byte[]> outcomes = Objects.requireNonNull(actions.get(event.action()));
        return Objects.requireNonNull(outcomes.get(event.outcome()));
    }

    private static byte[] action(AuditAction action, Outcome outcome) {
        return new Members()
                .text(ACTION, action.value())
                .text(OUTCOME, outcome.value())
                .text(TYPE, type(action))
                .text(KIND, "event")
                .text(MODULE, "kafka_audit")
                .text(DATASET, "kafka_audit.message")
                .encoded();
    }

    private byte[] process(String thread) {
        return new Members()
                .open(ECS)
                .text(ECS_VERSION, ECS_FOLLOWED)
                .close()
                .open(HOST)
                .text(HOST_NAME, identity.hostName())
                .close()
                .open(PROCESS)
                .number(PROCESS_ID, identity.processId())
                .open(THREAD)
                .text(THREAD_NAME, thread)
                .close()
                .close()
                .encoded();
    }

    private byte[] service(@Nullable String origin) {
        return new Members()
                .open(SERVICE)
                .text(SERVICE_NAME, identity.name())
                .text(SERVICE_VERSION, identity.version())
                .text(SERVICE_ENVIRONMENT, identity.environment())
                .open(NODE)
                .text(NODE_NAME, identity.nodeName())
                .close()
                .text(EPHEMERAL_ID, identity.ephemeralId())
                .open(ORIGIN)
                .text(ORIGIN_NAME, origin)
                .close()
                .close()
                .encoded();
    }

    private static String type(AuditAction action) {
        return switch (action) {
            case AUDIT_STARTED -> "start";
            case AUDIT_STOPPED -> "end";
            case AUDIT_CHANGED -> "change";
            default -> action.outcome() == Outcome.FAILURE ? "error" : "info";
        };
    }
}
