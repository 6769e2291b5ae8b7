package io.github.kafkaaudit.truth;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks the test that proves a row of the truth table; the table in {@code docs/truth-table.md} is made from these. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface TruthTableRow {

    /** The row's number. */
    int value();

    /** What happens. */
    String when();

    /** What is recorded. */
    String recorded();

    /** What the row cannot show, or nothing. */
    String limit() default "";
}
