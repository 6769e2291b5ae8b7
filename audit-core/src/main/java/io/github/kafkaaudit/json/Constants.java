package io.github.kafkaaudit.json;

import io.github.kafkaaudit.ServiceIdentity;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.io.SerializedString;

/** What is the same in every document of a process life, encoded once: members with a comma in front. */
final class Constants {

    // The ECS version whose field definitions the documents follow.
    private static final String ECS = "8.17.0";

    private final StringBuilder json = new StringBuilder();

    private Constants() {}

    static SerializedString ofEvent() {
        return new Constants()
                .member(EventFields.EVENT_KIND, "event")
                .member(EventFields.EVENT_MODULE, "kafka_audit")
                .member(EventFields.EVENT_DATASET, "kafka_audit.message")
                .encoded();
    }

    static SerializedString ofHost(ServiceIdentity identity) {
        Constants constants = new Constants();
        constants.json.append(",\"ecs\":{");
        constants.member(EventFields.ECS_VERSION, ECS).json.append('}');
        if (identity.hostName() != null) {
            constants.json.append(",\"host\":{");
            constants.member(EventFields.HOST_NAME, identity.hostName()).json.append('}');
        }
        return constants.encoded();
    }

    /** The members of {@code service} behind its name. */
    static SerializedString ofService(ServiceIdentity identity) {
        Constants constants = new Constants()
                .member(EventFields.SERVICE_VERSION, identity.version())
                .member(EventFields.SERVICE_ENVIRONMENT, identity.environment());
        if (identity.nodeName() != null) {
            constants.json.append(",\"node\":{");
            constants
                    .member(EventFields.SERVICE_NODE_NAME, identity.nodeName())
                    .json
                    .append('}');
        }
        return constants
                .member(EventFields.SERVICE_EPHEMERAL_ID, identity.ephemeralId())
                .encoded();
    }

    private Constants member(String path, @Nullable String value) {
        if (value != null) {
            if (json.length() > 0 && json.charAt(json.length() - 1) != '{') {
                json.append(',');
            }
            json.append('"').append(Field.name(path).getValue()).append("\":\"");
            JsonStringEncoder.getInstance().quoteAsString(WrittenSize.cut(value, 1024), json);
            json.append('"');
        }
        return this;
    }

    private SerializedString encoded() {
        return new SerializedString(json.charAt(0) == ',' ? json.toString() : "," + json);
    }
}
