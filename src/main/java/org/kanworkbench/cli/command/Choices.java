package org.kanworkbench.cli.command;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Options that take one of a few words, or a number in a range. The words are constants in command-line spelling:
 * {@code cma-es} for CMA_ES.
 */
public final class Choices {

    private Choices() {}

    /**
     * What a word stands for.
     *
     * @param option what messages call it
     */
    public static <E extends Enum<E>> E named(String option, String word, E[] values) throws CommandFailure {
        List<String> words = Arrays.stream(values).map(Choices::word).toList();
        int index = words.indexOf(word);
        if (index < 0) {
            String hint = NearNames.hint(word, words);
            throw CommandFailure.badInput(option + " is '" + word + "': " + hint
                    + (hint.startsWith("choose") ? "" : " Choose one of " + String.join(", ", words)));
        }
        return values[index];
    }

    /** The same; null stands for a default. */
    public static <E extends Enum<E>> E named(String option, String word, E unlessGiven, E[] values)
            throws CommandFailure {
        return word == null ? unlessGiven : named(option, word, values);
    }

    /** The given number, if it is one from least to most. */
    public static int within(String option, int number, int least, int most) throws CommandFailure {
        if (number < least || number > most) {
            throw CommandFailure.badInput(option + " is " + number + ": choose "
                    + (least == most ? String.valueOf(least) : least + " to " + most));
        }
        return number;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
