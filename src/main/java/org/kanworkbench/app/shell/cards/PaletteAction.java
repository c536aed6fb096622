package org.kanworkbench.app.shell.cards;

import java.util.Locale;
import java.util.Map;

/**
 * An action of the window, as listed in the command palette.
 *
 * @param place where it is: a pane's title, or empty for the whole window
 * @param keys what does it too; empty for nothing
 * @param run on the interface thread
 */
public record PaletteAction(String place, String name, String keys, Runnable run) {

    /** What people also call things, by the beginning of a word: what they type, what it is called here. */
    private static final Map<String, String> SYNONYMS = Map.ofEntries(
            Map.entry("lr", "learning rate"),
            Map.entry("bs", "batch size"),
            Map.entry("minibatch", "batch size"),
            Map.entry("optimizer", "optimiser"),
            Map.entry("normalization", "normalisation"),
            Map.entry("norm", "normalisation"),
            Map.entry("quantization", "quantize"),
            Map.entry("quantise", "quantize"),
            Map.entry("color", "colour"),
            Map.entry("wd", "weight decay"),
            Map.entry("regularization", "weight decay"),
            Map.entry("l2", "weight decay"),
            Map.entry("average", "ema"),
            Map.entry("checkpoint", "save as"),
            Map.entry("fashion", "image folder"),
            Map.entry("early", "patience"),
            Map.entry("stopping", "patience"),
            Map.entry("seed", "random seed"),
            Map.entry("engine", "backend"),
            Map.entry("device", "backend"),
            Map.entry("opencl", "backend"),
            Map.entry("cuda", "backend"),
            Map.entry("gpu", "backend"),
            Map.entry("neurons", "layer"),
            Map.entry("hidden", "layer"),
            Map.entry("degree", "order"),
            Map.entry("knots", "grid"),
            Map.entry("width", "layer"));

    /** The rank of a match: 0 is best; -1 for no match. */
    int rank(String words) {
        String sought = words.strip().toLowerCase(Locale.ROOT);
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith(sought) || lower.startsWith(SYNONYMS.getOrDefault(sought, sought))) {
            return 0;
        }
        // A menu's item, behind what the menu is for.
        if (lower.endsWith(": " + sought)) {
            return 1;
        }
        String all = place.toLowerCase(Locale.ROOT) + " " + lower;
        int rank = 2;
        for (String word : sought.split("\\s+")) {
            boolean plain = all.contains(word);
            if (!plain && !all.contains(SYNONYMS.getOrDefault(word, word))) {
                return -1;
            }
            if (!plain || !(" " + all).contains(" " + word)) {
                rank = 3;
            }
        }
        return rank;
    }
}
