package org.kanworkbench.files;

import java.nio.file.Path;

/**
 * A name for a file or folder, made of text that may come from anywhere: it leads nowhere else, is not hidden, and means nothing to a
 * terminal or shell.
 */
public final class FileName {

    private static final int LONGEST = 120;

    private final String text;

    private FileName(String text) {
        this.text = text;
    }

    /** The text with anything but letters, digits, points, underscores and hyphens as hyphens. */
    public static FileName of(String text) {
        String plain = text.replaceAll("[^\\p{L}\\p{N}._-]+", "-").replaceFirst("^[.]+", "");
        String name = plain.substring(0, Math.min(plain.length(), LONGEST));
        return new FileName(name.isEmpty() ? "-" : name);
    }

    public Path in(Path folder) {
        return folder.resolve(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
