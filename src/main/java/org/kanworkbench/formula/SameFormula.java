package org.kanworkbench.formula;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.kanworkbench.expression.Notation;

/**
 * Formulas that are written alike, of several seeds.
 *
 * @param text as SymPy writes each
 */
public record SameFormula(String text, List<Found> all) {

    public int count() {
        return all.size();
    }

    /** In the order in which each came first. */
    public static List<SameFormula> groups(List<Found> found) {
        Map<String, List<Found>> groups = found.stream()
                .collect(Collectors.groupingBy(
                        one -> Notation.SYMPY.print(one.formula().expression()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        return groups.entrySet().stream()
                .map(group -> new SameFormula(group.getKey(), group.getValue()))
                .toList();
    }
}
