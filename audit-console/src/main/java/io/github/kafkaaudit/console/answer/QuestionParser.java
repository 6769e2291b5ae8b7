package io.github.kafkaaudit.console.answer;

import io.github.kafkaaudit.console.source.Criterion;
import io.github.kafkaaudit.console.source.Criterion.Place;
import io.github.kafkaaudit.console.source.Filters;
import io.github.kafkaaudit.console.source.Period;
import io.github.kafkaaudit.console.source.SourceException;
import io.github.kafkaaudit.payload.MaskedValues;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Understands what people type into the one box: a value such as an applicant's id, {@code field:value}, a business
 * key, a {@code topic/partition/offset}, or a message id.
 */
public final class QuestionParser {

    private static final int LONGEST = 2_000;
    private static final Pattern COORDINATE = Pattern.compile("[A-Za-z0-9._-]{1,249}/\\d{1,10}/\\d{1,19}");
    private static final Pattern NAMED = Pattern.compile("(/?[\\p{L}0-9_@.$/~-]+):(.+)", Pattern.DOTALL);

    private final @Nullable MaskedValues maskedValues;

    /** Creates a parser. */
    public QuestionParser() {
        this(null);
    }

    /**
     * Creates a parser that finds masked values by the value itself.
     *
     * @param maskedValues makes the HMAC of a value; null where the console has no secret
     */
    public QuestionParser(@Nullable MaskedValues maskedValues) {
        this.maskedValues = maskedValues != null && maskedValues.areSearchable() ? maskedValues : null;
    }

    /**
     * Understands a question.
     *
     * @throws SourceException if it cannot be understood
     */
    public Question parse(String text, Period period, Filters filters) {
        var asked = text.strip();
        if (asked.isEmpty()) {
            throw bad("Ask for something: an applicant's id, field:value, a business key, a topic/partition/offset,"
                    + " or a message id.");
        }
        if (asked.length() > LONGEST) {
            throw bad("The question is longer than " + LONGEST + " characters: ask for one value.");
        }
        return new Question(asked, criteria(asked), period, filters);
    }

    private List<Criterion> criteria(String asked) {
        if (COORDINATE.matcher(asked).matches()) {
            return List.of(Criterion.of(Place.COORDINATE, asked));
        }
        if (asked.length() > 1 && asked.startsWith("\"") && asked.endsWith("\"")) {
            return anywhere(asked.substring(1, asked.length() - 1));
        }
        var named = NAMED.matcher(asked);
        if (named.matches() && !asked.startsWith("hmac:")) {
            return named(named.group(1), named.group(2).strip());
        }
        return anywhere(asked);
    }

    private List<Criterion> named(String name, String given) {
        var value = given.length() > 1 && given.startsWith("\"") && given.endsWith("\"")
                ? given.substring(1, given.length() - 1)
                : given;
        if (value.isEmpty()) {
            throw bad("There is no value behind " + name + ": write field:value.");
        }
        return switch (name) {
            case "key", "messaging.kafka.message.key" -> List.of(new Criterion(Place.KEY, null, values(value)));
            case "business", "business-key", "kafka_audit.dedup.key" ->
                List.of(new Criterion(Place.BUSINESS_KEY, null, values(value)));
            case "id", "message-id", "messaging.message.id" -> List.of(Criterion.of(Place.MESSAGE_ID, value));
            case "coordinate", "kafka_audit.record.coordinate" -> {
                if (!COORDINATE.matcher(value).matches()) {
                    throw bad(value + " is no coordinate: write topic/partition/offset, as in orders/0/42.");
                }
                yield List.of(Criterion.of(Place.COORDINATE, value));
            }
            default ->
                name.startsWith("header.")
                        ? List.of(new Criterion(Place.HEADER, name.substring("header.".length()), values(value)))
                        : List.of(new Criterion(Place.PAYLOAD_FIELD, path(name), values(value)));
        };
    }

    private List<Criterion> anywhere(String value) {
        var values = values(value);
        List<Criterion> criteria = new ArrayList<>();
        criteria.add(new Criterion(Place.BUSINESS_KEY, null, values));
        criteria.add(new Criterion(Place.KEY, null, values));
        criteria.add(Criterion.of(Place.MESSAGE_ID, value));
        criteria.add(new Criterion(Place.PAYLOAD_VALUE, null, values));
        criteria.add(new Criterion(Place.HEADER_VALUE, null, values));
        if (!value.endsWith("|")) {
            var starts = new LinkedHashSet<String>();
            values.forEach(each -> starts.add(each + "|"));
            criteria.add(new Criterion(Place.BUSINESS_KEY_START, null, starts));
        }
        return criteria;
    }

    /** The value, and what stands in its place where it is masked. */
    private Set<String> values(String value) {
        return maskedValues == null ? Set.of(value) : Set.of(value, maskedValues.of(value));
    }

    /** A JSON pointer or names joined by dots; a flattened field knows no places in arrays. */
    private static String path(String name) {
        if (!name.startsWith("/")) {
            return name.startsWith("kafka_audit.payload.json.")
                    ? name.substring("kafka_audit.payload.json.".length())
                    : name;
        }
        List<String> names = new ArrayList<>();
        for (var part : name.substring(1).split("/", -1)) {
            if (!part.matches("\\d+")) {
                names.add(part.replace("~1", "/").replace("~0", "~"));
            }
        }
        return String.join(".", names);
    }

    private static SourceException bad(String sentence) {
        return new SourceException(SourceException.Kind.BAD_QUESTION, sentence);
    }
}
