package org.kanworkbench.network.basis;

/**
 * What a family of bases is called.
 *
 * @param family in files, for instance {@code legendre}
 * @param label for people
 * @param letter of its functions
 */
public record BasisName(String family, String label, String letter) {

    /** Of a family that is called after somebody or something. */
    public BasisName(String family, String letter) {
        this(family, Character.toUpperCase(family.charAt(0)) + family.substring(1), letter);
    }

    /** A function's letter, with its number as a subscript. */
    public static String term(String letter, int k) {
        StringBuilder name = new StringBuilder(letter);
        for (char digit : Integer.toString(k).toCharArray()) {
            name.append((char) ('₀' + digit - '0'));
        }
        return name.toString();
    }
}
