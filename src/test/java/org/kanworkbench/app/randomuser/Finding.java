package org.kanworkbench.app.randomuser;

import java.util.List;

/**
 * A rule that did not hold.
 *
 * @param steps what was done since the window was opened for the first time, the last one last
 */
record Finding(String rule, String message, List<Step> steps) {

    /** The same for findings that are likely to have the same cause. */
    String key() {
        // Where names and numbers differ, the cause is likely to be the same.
        String line = message.lines()
                .findFirst()
                .orElse("")
                .replaceAll("\"[^\"]*\"|'[^']*'", "…")
                .replaceAll("(#[\\w-]+): .*", "$1");
        String frame = message.lines()
                .map(String::strip)
                .filter(l -> l.startsWith("at org.kanworkbench") && !l.contains("randomuser"))
                .findFirst()
                .orElse("");
        return rule + " | " + (line + " " + frame).replaceAll("[0-9.,−-]+", "N");
    }

    /** Steps that a person can follow. */
    String journey(long seed) {
        StringBuilder text = new StringBuilder("Seed " + seed + ", rule \"" + rule + "\" broken after these steps:\n");
        for (int i = 0; i < steps.size(); i++) {
            text.append("  ").append(i + 1).append(". ").append(steps.get(i)).append('\n');
        }
        return text.append("  Then: ").append(message).append('\n').toString();
    }
}
