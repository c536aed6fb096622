package org.kanworkbench.data;

/** Messages that quote a file, which may hold anything: line breaks, a terminal's control sequences, a megabyte of text. */
public final class OneLine {

    private static final int LONGEST = 800;

    /** Kept of the end, where messages say how to mend what is wrong. */
    private static final int END = 200;

    private OneLine() {}

    /** The text with control characters and the like written out, and without its middle where it is very long. */
    public static String of(String text) {
        StringBuilder line = new StringBuilder();
        shortened(text).codePoints().forEach(c -> {
            if (isPrinted(c)) {
                line.appendCodePoint(c);
            } else {
                line.append(String.format("\\u%04x", c));
            }
        });
        return line.toString();
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
