package org.kanworkbench.data;

import java.util.Locale;

/**
 * Makes quoted text safe for one-line messages: an exception or a file may contain line breaks, terminal control
 * sequences or a megabyte of text.
 */
public final class OneLine {

    private static final int LONGEST = 800;

    /** Characters kept at the end, where messages have the remedy. */
    private static final int END = 200;

    private OneLine() {}

    /** The text with control characters escaped, and without its middle if it is very long. */
    public static String of(String text) {
        return plain(shortened(text), "");
    }

    /** The first line of an exception's message; the name of its class if it has none. */
    public static String of(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank()
                ? failure.getClass().getSimpleName()
                : message.strip().lines().findFirst().orElseThrow().strip();
    }

    /** The root cause of an exception. */
    public static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    /** The text with control characters escaped, except those that are allowed. */
    public static String plain(String text, String through) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isPrinted(c) || through.indexOf(c) >= 0) {
                plain.appendCodePoint(c);
            } else {
                // Escaped as in JSON and Java: code points above 65,535 as two surrogates.
                for (char part : Character.toChars(c)) {
                    plain.append(String.format(Locale.ROOT, "\\u%04x", (int) part));
                }
            }
        });
        return plain.toString();
    }

    private static boolean isPrinted(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST
                ? text
                : text.substring(0, LONGEST - END) + " … " + text.substring(text.length() - END);
    }
}
