package org.kanworkbench.app.shell;

import java.util.Locale;

/**
 * Something that can be done in the window, as the finder lists it.
 *
 * @param place where it is: a pane's title, or empty for the whole window
 * @param keys what does it too; empty for nothing
 * @param run on the interface thread
 */
record FoundAction(String place, String name, String keys, Runnable run) {

    /** How well words fit: 0 best; -1 for not at all. */
    int rank(String words) {
        String sought = words.strip().toLowerCase(Locale.ROOT);
        String lower = name.toLowerCase(Locale.ROOT);
        if (sought.isEmpty() || lower.startsWith(sought)) {
            return 0;
        }
        String all = place.toLowerCase(Locale.ROOT) + " " + lower;
        int rank = 1;
        for (String word : sought.split("\\s+")) {
            if (!all.contains(word)) {
                return -1;
            }
            if (!(" " + all).contains(" " + word)) {
                rank = 2;
            }
        }
        return rank;
    }
}
