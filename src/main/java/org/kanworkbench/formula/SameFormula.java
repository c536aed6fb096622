package org.kanworkbench.formula;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.expression.Expression;
import org.kanworkbench.expression.Notation;

/**
 * Formulas of several seeds that are the same but for the last digits of their constants, or for a period of a sine.
 *
 * @param all the first is written for all
 */
public record SameFormula(List<Found> all) {

    /** Root mean square of the difference, relative to the target's deviation, of formulas that count as the same. */
    private static final double SAME = 0.01;

    public SameFormula {
        all = List.copyOf(all);
    }

    public int count() {
        return all.size();
    }

    /** As SymPy writes it. */
    public String text() {
        return text(all.getFirst());
    }

    private static String text(Found found) {
        return Notation.SYMPY.print(found.formula().expression());
    }

    /**
     * In the order in which each came first.
     *
     * @param rows where formulas are compared
     */
    public static List<SameFormula> groups(List<Found> found, Samples rows) {
        List<List<Found>> groups = new ArrayList<>();
        for (Found one : found) {
            groups.stream()
                    .filter(group -> same(group.getFirst(), one, rows))
                    .findFirst()
                    .orElseGet(() -> {
                        groups.add(new ArrayList<>());
                        return groups.getLast();
                    })
                    .add(one);
        }
        return groups.stream().map(SameFormula::new).toList();
    }

    private static boolean same(Found a, Found b, Samples rows) {
        if (!form(a).equals(form(b))) {
            return false;
        }
        double[] first = a.formula().values(rows);
        double[] second = b.formula().values(rows);
        double squares = 0;
        for (int r = 0; r < first.length; r++) {
            // Where one is not defined, the other is not either.
            if (Double.isFinite(first[r]) || Double.isFinite(second[r])) {
                squares += (first[r] - second[r]) * (first[r] - second[r]);
            }
        }
        return Math.sqrt(squares / first.length) <= SAME * rows.deviation();
    }

    /** Without signs and numbers. */
    private static String form(Found found) {
        Expression expression = found.formula()
                .expression()
                .map(leaf -> leaf instanceof Expression.Constant c ? new Expression.Constant(c.value(), "") : leaf);
        return Notation.SYMPY
                .print(expression)
                .replaceAll("\\b(\\d[\\d.]*(e-?\\d+)?)\\b", "1")
                .replace('-', '+')
                .replaceAll("^\\+", "");
    }
}
