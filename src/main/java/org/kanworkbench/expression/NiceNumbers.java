package org.kanworkbench.expression;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kanworkbench.expression.Expression.Constant;

/** Numbers that people write exactly: whole ones, small fractions, and those times π, e, square roots and their inverses. */
public final class NiceNumbers {

    private static final int MOST_DENOMINATOR = 12;
    private static final int MOST_NUMERATOR = 24;
    private static final int MOST_WHOLE = 1000;

    /** Units, the simplest first; a fraction of one is as simple as the unit's place plus numerator and denominator. */
    private static final Map<String, Double> UNITS = units();

    private record Found(Constant constant, int size) {}

    private NiceNumbers() {}

    private static Map<String, Double> units() {
        Map<String, Double> units = new LinkedHashMap<>();
        units.put("1", 1.0);
        units.put("pi", Math.PI);
        units.put("sqrt(2)", Math.sqrt(2));
        units.put("1/pi", 1 / Math.PI);
        units.put("e", Math.E);
        units.put("sqrt(3)", Math.sqrt(3));
        units.put("sqrt(pi)", Math.sqrt(Math.PI));
        units.put("1/sqrt(2*pi)", 1 / Math.sqrt(2 * Math.PI));
        units.put("sqrt(5)", Math.sqrt(5));
        units.put("pi*pi", Math.PI * Math.PI);
        units.put("1/e", 1 / Math.E);
        return units;
    }

    /**
     * Numbers near a value, the simplest first.
     *
     * @param distance how far they may be from it
     * @param size how far down the list of simple numbers to look: 10 is halves, thirds and quarters, and π alone
     */
    public static List<Constant> near(double value, double distance, int size) {
        List<Found> found = new ArrayList<>();
        if (Math.abs(value) <= distance) {
            found.add(new Found(new Constant(0, ""), 0));
        }
        if (Math.abs(value - Math.rint(value)) <= distance && Math.abs(value) < MOST_WHOLE && Math.rint(value) != 0) {
            found.add(new Found(new Constant(Math.rint(value), ""), 1 + (int) Math.abs(Math.rint(value))));
        }
        int place = 0;
        for (var unit : UNITS.entrySet()) {
            for (int q = 1; q <= MOST_DENOMINATOR; q++) {
                double p = Math.rint(value * q / unit.getValue());
                double nice = p * unit.getValue() / q;
                boolean reduced = gcd((int) Math.abs(p), q) == 1;
                boolean whole = unit.getKey().equals("1") && q == 1;
                if (p != 0
                        && Math.abs(p) <= MOST_NUMERATOR
                        && reduced
                        && !whole
                        && Math.abs(nice - value) <= distance) {
                    String text = text((int) p, unit.getKey(), q);
                    // A decimal that is as short says the same.
                    boolean decimal = unit.getKey().equals("1") && (q == 2 || q == 4 || q == 5 || q == 10);
                    found.add(new Found(new Constant(nice, decimal ? "" : text), 8 * place + (int) Math.abs(p) + q));
                }
            }
            place++;
        }
        return found.stream()
                .filter(f -> f.size <= size
                        || f.constant.text().isEmpty() && f.constant.value() == Math.rint(f.constant.value()))
                .sorted(Comparator.comparingInt(Found::size))
                .map(Found::constant)
                .toList();
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    private static String text(int p, String unit, int q) {
        boolean inverse = unit.startsWith("1/");
        String top =
                inverse || unit.equals("1") ? String.valueOf(p) : p == 1 ? unit : p == -1 ? "-" + unit : p + "*" + unit;
        String under = inverse ? unit.substring(2) : "";
        String below = q == 1 ? under : under.isEmpty() ? String.valueOf(q) : "(" + q + "*" + under + ")";
        return below.isEmpty() ? top : top + "/" + below;
    }
}
