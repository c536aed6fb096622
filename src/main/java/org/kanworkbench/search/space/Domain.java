package org.kanworkbench.search.space;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.kanworkbench.network.Field;

/** The values that a setting may take. */
public sealed interface Domain {

    /** A value at a share of the domain, 0 to 1; shares that are uniformly distributed give the prior. */
    Object at(double share);

    /** The share at which a value is; the inverse of {@link #at}, up to rounding. */
    double share(Object value);

    /** Whether the setting may take a value. */
    boolean has(Object value);

    /** A value as people write it: 0.0003, not 3.0E-4, and 5, not 5.0. */
    static String written(Object value) {
        return value instanceof Double number && Double.isFinite(number) ? Field.plain(number) : value.toString();
    }

    /** @param most number of values of a continuous domain */
    List<Object> grid(int most);

    /**
     * Numbers from {@code low} to {@code high}, both included.
     *
     * @param log whether they are searched on a log scale
     * @param whole whether they are Integers, or else Doubles
     */
    record Numbers(double low, double high, boolean log, boolean whole) implements Domain {

        /** Digits of a value, which people read and type. */
        private static final MathContext SIGNIFICANT = new MathContext(6);

        public Numbers {
            if (!(low <= high) || Double.isInfinite(high - low)) {
                throw new IllegalArgumentException("from " + written(low) + " to " + written(high)
                        + " is not a range: give the smaller number first");
            }
            if (log && low <= 0) {
                throw new IllegalArgumentException(
                        "a logarithmic scale cannot begin at " + written(low) + ": begin above 0, or use a linear one");
            }
            if (whole && (low != Math.rint(low) || high != Math.rint(high))) {
                throw new IllegalArgumentException("int from " + written(low) + " to " + written(high)
                        + " is not possible: give whole numbers, or use float");
            }
        }

        /** Lower edge on the scale of the search, where a whole number n takes all from n - 1/2 to n + 1/2. */
        public double lowerEdge() {
            return scaled(whole ? low - 0.5 : low);
        }

        public double upperEdge() {
            return scaled(whole ? high + 0.5 : high);
        }

        /** A number on the scale of the search: itself, or its logarithm. */
        public double scaled(double value) {
            return log ? Math.log(value) : value;
        }

        /** The value for a number on the scale of the search. */
        public Object value(double scaled) {
            double number = Math.clamp(log ? Math.exp(scaled) : scaled, low, high);
            if (whole) {
                return (int) Math.rint(number);
            }
            return Math.clamp(new BigDecimal(number).round(SIGNIFICANT).doubleValue(), low, high);
        }

        @Override
        public Object at(double share) {
            return value(lowerEdge() + share * (upperEdge() - lowerEdge()));
        }

        @Override
        public double share(Object value) {
            double width = upperEdge() - lowerEdge();
            return width == 0 ? 0.5 : (scaled(((Number) value).doubleValue()) - lowerEdge()) / width;
        }

        @Override
        public boolean has(Object value) {
            return whole == value instanceof Integer
                    && value instanceof Number number
                    && low <= number.doubleValue()
                    && number.doubleValue() <= high;
        }

        @Override
        public List<Object> grid(int most) {
            if (whole && high - low < most) {
                return IntStream.rangeClosed((int) low, (int) high)
                        .<Object>mapToObj(Integer::valueOf)
                        .toList();
            }
            LinkedHashSet<Object> values = new LinkedHashSet<>();
            for (int i = 0; i < most; i++) {
                double share = most == 1 ? 0.5 : (double) i / (most - 1);
                values.add(value(scaled(low) + share * (scaled(high) - scaled(low))));
            }
            return new ArrayList<>(values);
        }
    }

    /** One of some values: Strings, Booleans, Integers or Doubles. */
    record Choice(List<Object> values) implements Domain {

        public Choice {
            values = List.copyOf(values);
            if (values.isEmpty()) {
                throw new IllegalArgumentException("choice has no values: name some");
            }
            if (new LinkedHashSet<>(values).size() < values.size()) {
                throw new IllegalArgumentException("choice has a value twice in " + values + ": name each once");
            }
        }

        @Override
        public Object at(double share) {
            return values.get(Math.min((int) (share * values.size()), values.size() - 1));
        }

        @Override
        public double share(Object value) {
            return (values.indexOf(value) + 0.5) / values.size();
        }

        @Override
        public boolean has(Object value) {
            return values.contains(value);
        }

        @Override
        public List<Object> grid(int most) {
            return values;
        }
    }
}
