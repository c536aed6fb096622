package org.kanworkbench.cli.command;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;

/** Options that take one of a few words. */
public final class Choices {

    private Choices() {}

    /**
     * What a word stands for.
     *
     * @param option what messages call it
     * @param name the word of a value
     */
    public static <T> T named(String option, String word, T[] values, Function<T, String> name) throws CommandFailure {
        return Arrays.stream(values)
                .filter(value -> name.apply(value).equals(word))
                .findFirst()
                .orElseThrow(() -> CommandFailure.badInput(option + " is '" + word + "': "
                        + NearNames.hint(word, Arrays.stream(values).map(name).toList())));
    }

    /** Of enum constants in command-line spelling: {@code heavy-tailed} for HEAVY_TAILED; null stands for a default. */
    public static <E extends Enum<E>> E named(String option, String word, E unlessGiven, E[] values)
            throws CommandFailure {
        return word == null
                ? unlessGiven
                : named(
                        option,
                        word,
                        values,
                        value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
