package org.kanworkbench.app.train;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kanworkbench.app.controls.Setting;
import org.kanworkbench.network.Limits;

/** Settings that are typed as numbers, within limits. */
final class Parsing {

    private Parsing() {}

    static Setting<Integer> whole(String what, int standard, int least, int most) {
        return new Setting<>(standard, text -> (int) parse(what, text, least, most), String::valueOf);
    }

    static Setting<Long> seed(long standard) {
        return new Setting<>(standard, text -> parse("seed", text, 0, Long.MAX_VALUE), String::valueOf);
    }

    private static long parse(String what, String text, long least, long most) {
        try {
            long value = Long.parseLong(text.replace(",", "").replace("_", ""));
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    what + " is '" + text + "': type a whole number" + range(least, most), e);
        }
        throw new IllegalArgumentException(
                what + " is " + text + ": choose" + range(least, most).replace(" from", ""));
    }

    private static String range(long least, long most) {
        return most == Long.MAX_VALUE ? " from " + least + " up" : " from " + least + " to " + most;
    }

    /** A list of whole numbers from 1 up, separated by commas. */
    static Setting<List<Integer>> counts(String what, List<Integer> standard) {
        return new Setting<>(
                standard,
                text -> Stream.of(text.split("[,\\s]+"))
                        .map(number -> (int) parse(what, number, 1, Limits.MAX_UNITS))
                        .toList(),
                list -> list.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }

    /** @param least smallest value that is possible, itself included unless {@code above} */
    static Setting<Double> real(String what, double standard, double least, boolean above, double most) {
        Function<String, Double> parse = text -> {
            double value;
            try {
                value = Double.parseDouble(text.replace(',', '.'));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(what + " is '" + text + "': type a number, for instance 0.001", e);
            }
            if (value >= least && value <= most && !(above && value == least)) {
                return value;
            }
            throw new IllegalArgumentException(what + " is " + text + ": choose "
                    + (above ? "more than " : "") + Wording.number(least) + (above ? ", at most " : " to ")
                    + Wording.number(most));
        };
        return new Setting<>(standard, parse, Wording::number);
    }
}
