package org.kanworkbench.files;

import java.nio.charset.StandardCharsets;

/**
 * A safe file or folder name from untrusted text: without path separators, not hidden, and without special characters
 * of terminals or shells.
 */
public final class FileName {

    /** Bytes, as file systems count: 255 with what is appended. */
    private static final int LONGEST = 120;

    private FileName() {}

    /** The text with anything but letters, digits, dots, underscores and hyphens replaced by hyphens. */
    public static String of(String text) {
        String name = text.replaceAll("[^\\p{L}\\p{N}._-]+", "-").replaceFirst("^[.]+", "");
        while (name.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            name = name.substring(0, name.offsetByCodePoints(name.length(), -1));
        }
        return name.isEmpty() ? "-" : name;
    }
}
