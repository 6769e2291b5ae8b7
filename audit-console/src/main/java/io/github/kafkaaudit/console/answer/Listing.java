package io.github.kafkaaudit.console.answer;

import io.github.kafkaaudit.verdict.Verdict;
import java.util.List;

/**
 * Verdicts about several messages.
 *
 * @param verdicts the verdicts
 * @param cut whether there are more
 * @param remarks sentences about what could not be read
 */
public record Listing(List<Verdict> verdicts, boolean cut, List<String> remarks) {

    /** Copies the lists. */
    public Listing {
        verdicts = List.copyOf(verdicts);
        remarks = List.copyOf(remarks);
    }

    static Listing of(List<Verdict> verdicts, int limit, boolean cut, List<String> remarks) {
        return new Listing(
                verdicts.subList(0, Math.min(limit, verdicts.size())), cut || verdicts.size() > limit, remarks);
    }

    /** Returns how it ends: a listing without an entry is as it should be, if it is complete. */
    public Ending ending() {
        if (cut || !remarks.isEmpty() || verdicts.stream().anyMatch(Verdict::isIncomplete)) {
            return Ending.INCOMPLETE;
        }
        return verdicts.isEmpty() ? Ending.AS_IT_SHOULD_BE : Ending.FINDING;
    }
}
