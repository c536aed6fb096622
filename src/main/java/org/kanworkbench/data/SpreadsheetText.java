package org.kanworkbench.data;

import java.util.regex.Pattern;

/**
 * Texts in tables that a spreadsheet may open: one that it would evaluate as a formula gets an apostrophe before it, since
 * names of runs, models and data come from files.
 */
public final class SpreadsheetText {

    /** What begins as a formula does, but is not a number. */
    private static final Pattern FORMULA = Pattern.compile("(?![+-]?[\\d.]+([eE][+-]?\\d+)?$)['=+@\\t\\r-]");

    private SpreadsheetText() {}

    /** The number that a cell is; NaN for anything else, including the text "NaN". */
    public static double number(String cell) {
        // Double.parseDouble would also accept a type suffix, as in "1d".
        if (cell.isEmpty() || "dDfF".indexOf(cell.charAt(cell.length() - 1)) >= 0) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(cell);
        } catch (NumberFormatException _) {
            return Double.NaN;
        }
    }

    /** What is written for a text. */
    public static String safe(String text) {
        return FORMULA.matcher(text).lookingAt() ? "'" + text : text;
    }

    /** The text that a cell was written from. */
    public static String original(String cell) {
        return cell.startsWith("'") && FORMULA.matcher(cell.substring(1)).lookingAt() ? cell.substring(1) : cell;
    }
}
