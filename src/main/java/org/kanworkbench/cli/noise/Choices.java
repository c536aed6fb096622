package org.kanworkbench.cli.noise;

import java.util.Arrays;
import java.util.Locale;
import org.kanworkbench.cli.command.CommandFailure;
import org.kanworkbench.cli.command.NearNames;

/** Enum constants in command-line spelling: {@code heavy-tailed} for HEAVY_TAILED. */
final class Choices {

    private Choices() {}

    static <E extends Enum<E>> E named(String option, String word, E unlessGiven, E[] values) throws CommandFailure {
        if (word == null) {
            return unlessGiven;
        }
        for (E value : values) {
            if (id(value).equals(word)) {
                return value;
            }
        }
        throw CommandFailure.badInput(option + " is '" + word + "': "
                + NearNames.hint(word, Arrays.stream(values).map(Choices::id).toList()));
    }

    private static String id(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
