package org.kanworkbench.data;

import java.util.List;
import java.util.Optional;

/**
 * What is trained and tested on.
 *
 * @param image height and width when a row is a picture
 * @param classes names of the classes, in label order
 */
public record Dataset(String name, Examples train, Examples test, Optional<ImageShape> image, List<String> classes) {

    public Dataset {
        classes = List.copyOf(classes);
    }

    /** Height and width of a picture in pixels, row-major. */
    public record ImageShape(int height, int width) {}

    public int inputs() {
        return train.features().width();
    }

    public int outputs() {
        return classes.size();
    }

    /**
     * The data set without its test examples: {@code rows} random training examples take their place, so that recipes can
     * be chosen without a look at the test set. The share of every class stays, to a row.
     */
    public Dataset holdOut(int rows, long seed) {
        if (rows < 1 || rows >= train.size()) {
            throw new IllegalArgumentException(
                    rows + " rows to hold out of " + train.size() + ": choose 1 to " + (train.size() - 1));
        }
        Split split = Split.stratified(train.labels(), outputs(), rows, seed);
        return new Dataset(
                name + " (validation)", train.select(split.train()), train.select(split.test()), image, classes);
    }

    /** The data set with no test examples, for work that must not see them. */
    public Dataset withoutTest() {
        return new Dataset(name, train, test.select(new int[0]), image, classes);
    }
}
