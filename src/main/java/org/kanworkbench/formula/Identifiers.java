package org.kanworkbench.formula;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Names that every notation takes, of columns and files. */
final class Identifiers {

    private static final String GREEK = "αβγδεζηθικλμνξοπρσςτυφχψω";
    private static final List<String> SPELLED = List.of(
            "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu",
            "xi", "omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega");

    private Identifiers() {}

    /**
     * Greek letters are spelled, others and digits lose what is above or below them; what then is no letter, digit or
     * underscore becomes one.
     */
    static String of(String name) {
        // Also takes subscript digits for digits, and a letter apart from its accent.
        String plain = Normalizer.normalize(name.strip(), Normalizer.Form.NFKD).replaceAll("\\p{M}+", "");
        String legal = spelled(plain).replaceAll("[^A-Za-z0-9_]+", "_").replaceFirst("^_+", "");
        return legal.isEmpty() || Character.isDigit(legal.charAt(0)) ? "x" + legal : legal;
    }

    private static String spelled(String text) {
        StringBuilder spelled = new StringBuilder();
        boolean afterGreek = false;
        for (char letter : text.toCharArray()) {
            int at = GREEK.indexOf(Character.toLowerCase(letter));
            boolean afterLetter = !spelled.isEmpty() && Character.isLetter(spelled.charAt(spelled.length() - 1));
            if (afterLetter && (at >= 0 || afterGreek && Character.isLetter(letter))) {
                spelled.append('_');
            }
            if (at < 0) {
                spelled.append(letter);
            } else {
                String name = SPELLED.get(at);
                spelled.append(
                        Character.isUpperCase(letter)
                                ? name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1)
                                : name);
            }
            afterGreek = at >= 0;
        }
        return spelled.toString();
    }

    /** Of several, in their order; those that would be alike are numbered, but for what has such a name already. */
    static List<String> of(List<String> names) {
        List<String> identifiers = new ArrayList<>();
        for (String own : names) {
            String plain = of(own);
            String name = plain;
            for (int n = identifiers.size() + 1;
                    identifiers.contains(name) || names.contains(name) && !name.equals(own);
                    n++) {
                name = plain + "_" + n;
            }
            identifiers.add(name);
        }
        return identifiers;
    }
}
