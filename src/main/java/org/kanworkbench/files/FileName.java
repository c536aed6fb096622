package org.kanworkbench.files;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A safe file or folder name from untrusted text: without path separators, not hidden, and without special characters
 * of terminals or shells.
 */
public final class FileName {

    /** Bytes, as file systems count: 255 with what is appended. */
    private static final int LONGEST = 120;

    private final String text;

    private FileName(String text) {
        this.text = text;
    }

    /** The text with anything but letters, digits, dots, underscores and hyphens replaced by hyphens. */
    public static FileName of(String text) {
        String name = text.replaceAll("[^\\p{L}\\p{N}._-]+", "-").replaceFirst("^[.]+", "");
        while (name.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            name = name.substring(0, name.offsetByCodePoints(name.length(), -1));
        }
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
