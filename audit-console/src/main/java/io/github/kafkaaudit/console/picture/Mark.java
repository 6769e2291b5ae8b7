package io.github.kafkaaudit.console.picture;

import io.github.kafkaaudit.verdict.TrailEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened, or a run of equal ones.
 *
 * @param lane where it is drawn
 * @param kind how it is drawn
 * @param label what stands below it
 * @param place the record's coordinate
 * @param events what it stands for, in order
 */
record Mark(Lane lane, Kind kind, String label, @Nullable String place, List<TrailEvent> events) {

    /** How a mark is drawn, and what it means. */
    enum Kind {
        SENT("sent"),
        NOT_SENT("not-sent"),
        CONSUMED("consumed"),
        FAILED("failed"),
        SET_ASIDE("set-aside"),
        DEAD_LETTERED("dead-lettered"),
        SEEN("seen"),
        COPIED("copied");

        private final String style;

        Kind(String style) {
            this.style = style;
        }

        String style() {
            return style;
        }
    }

    boolean isLike(Mark other) {
        return lane.equals(other.lane) && kind == other.kind;
    }
}
