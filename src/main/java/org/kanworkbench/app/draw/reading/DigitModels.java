package org.kanworkbench.app.draw.reading;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.kanworkbench.data.Target;

/**
 * Which models can be right or wrong about a drawn digit. Ten classes called 0 to 9 do not say so: that is also what the classes of any
 * IDX folder are called. So the name of the training data decides: it has to say MNIST or digits, and must not be one of the data
 * sets of other things that are made in MNIST's likeness. A model of whose training nothing is known, as in files of other programs,
 * is taken at the word of its classes.
 */
final class DigitModels {

    private static final List<String> DIGITS = List.of("mnist", "digit");
    private static final List<String> OTHER_THINGS = List.of("fashion", "kmnist", "kuzushiji", "notmnist");
    private static final List<String> CLASSES =
            IntStream.range(0, 10).mapToObj(Integer::toString).toList();

    private DigitModels() {}

    /** @param trainedOn name of the data set; empty where it is not known */
    static boolean readDigits(Target target, String trainedOn) {
        String data = trainedOn.toLowerCase(Locale.ROOT);
        return target.equals(new Target.Classes(CLASSES))
                && (data.isBlank()
                        || DIGITS.stream().anyMatch(data::contains)
                                && OTHER_THINGS.stream().noneMatch(data::contains));
    }
}
