package io.github.kafkaaudit.payload;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Numbers as text in which equal numbers are equal: without sign of zero, exponent or padding. */
final class NumberText {

    private static final int MAX_SCALE = 100;
    // BigDecimal takes quadratic time; nobody compares such numbers.
    private static final int LONGEST = 1000;

    private NumberText() {}

    /** Returns a number of JSON in the one form that all its notations have in common. */
    static String canonical(String number) {
        boolean integer = number.indexOf('.') < 0 && number.indexOf('e') < 0 && number.indexOf('E') < 0;
        if (integer && number.length() <= MAX_SCALE) {
            return number.equals("-0") ? "0" : number;
        }
        if (number.length() > LONGEST) {
            return number;
        }
        try {
            BigDecimal parsed = new BigDecimal(number).stripTrailingZeros();
            // 1e999999999 in full would not fit into memory.
            return Math.abs((long) parsed.scale()) > MAX_SCALE ? parsed.toString() : parsed.toPlainString();
        } catch (ArithmeticException | NumberFormatException e) {
            return number;
        }
    }

    /** Returns the canonical form if the text is nothing but a number, or null. */
    static @Nullable String ofText(String text) {
        int end = end(text, 0);
        return end == text.length() && end > 0 ? canonical(text) : null;
    }

    /** Returns the end of the number that begins here as it does in JSON, or the beginning if there is none. */
    static int end(String text, int from) {
        int at = from < text.length() && text.charAt(from) == '-' ? from + 1 : from;
        int digits = digits(text, at);
        if (digits == at) {
            return from;
        }
        at = digits;
        if (at + 1 < text.length() && text.charAt(at) == '.' && digits(text, at + 1) > at + 1) {
            at = digits(text, at + 1);
        }
        if (at < text.length() && (text.charAt(at) | 0x20) == 'e') {
            int exponent = at + 1;
            if (exponent < text.length() && (text.charAt(exponent) == '+' || text.charAt(exponent) == '-')) {
                exponent++;
            }
            if (digits(text, exponent) > exponent) {
                at = digits(text, exponent);
            }
        }
        return at;
    }

    /** Returns where the next number with an exponent begins, or -1. */
    static int exponent(String text, int from) {
        int at = from;
        while (at < text.length()) {
            int end = end(text, at);
            for (int i = at; i < end; i++) {
                if ((text.charAt(i) | 0x20) == 'e') {
                    return at;
                }
            }
            at = Math.max(end, at + 1);
        }
        return -1;
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
