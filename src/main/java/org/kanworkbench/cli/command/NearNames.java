package org.kanworkbench.cli.command;

import java.util.Comparator;
import java.util.List;

/** Suggestions for an unknown name. */
public final class NearNames {

    private NearNames() {}

    /** "did you mean …?" for a similar known name, or else all names. */
    public static String hint(String wrong, List<String> known) {
        List<String> near = known.stream()
                .filter(name ->
                        name.contains(wrong) || wrong.contains(name) || distance(wrong, name) <= wrong.length() / 3 + 1)
                .sorted(Comparator.comparingInt(name -> distance(wrong, name)))
                .limit(3)
                .toList();
        return near.isEmpty()
                ? "choose one of " + String.join(", ", known)
                : "did you mean " + String.join(" or ", near) + "?";
    }

    /** The edit distance (Levenshtein, 1966). */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
