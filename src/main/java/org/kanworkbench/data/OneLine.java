package org.kanworkbench.data;

import java.util.Locale;

/** Messages that quote a failure, or a file, which may hold anything: line breaks, a terminal's control sequences, a megabyte of text. */
public final class OneLine {

    private static final int LONGEST = 800;

    /** Kept of the end, where messages say how to mend what is wrong. */
    private static final int END = 200;

    private OneLine() {}

    /** The text with control characters and the like written out, and without its middle where it is very long. */
    public static String of(String text) {
        return plain(shortened(text), "");
    }

    /** The first line of a failure's message; the name of its class where it has none. */
    public static String of(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank()
                ? failure.getClass().getSimpleName()
                : message.strip().lines().findFirst().orElseThrow().strip();
    }

    /** What a failure began with, its innermost cause. */
    public static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    /** The text with control characters and the like written out, but for those that are let through. */
    public static String plain(String text, String through) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isPrinted(c) || through.indexOf(c) >= 0) {
                plain.appendCodePoint(c);
            } else {
                // As JSON and Java write it, where it may stand: beyond the first 65,536 characters in two parts.
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
