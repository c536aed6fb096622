package org.kanworkbench.data;

import java.util.List;
import java.util.Optional;

/**
 * What is trained and tested on.
 *
 * @param image height and width when a row is a picture
 * @param classes names of the classes, in label order
 * @param scaling how the columns of a table were scaled
 */
public record Dataset(
        String name,
        Examples train,
        Examples test,
        Optional<ImageShape> image,
        List<String> classes,
        Optional<ColumnScaling> scaling) {

    public Dataset {
        classes = List.copyOf(classes);
    }

    /** A data set whose values were not scaled by columns. */
    public Dataset(String name, Examples train, Examples test, Optional<ImageShape> image, List<String> classes) {
        this(name, train, test, image, classes, Optional.empty());
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
                name + " (validation)",
                train.select(split.train()),
                train.select(split.test()),
                image,
                classes,
                scaling);
    }

    /** The data set with no test examples, for work that must not see them. */
    public Dataset withoutTest() {
        return new Dataset(name, train, test.select(new int[0]), image, classes, scaling);
    }

    /**
     * The data set as a model sees it that was trained under a scaling of its own. An IllegalArgumentException of one line
     * refuses a table of other columns; data that was never scaled by columns stays as it is.
     */
    public Dataset rescaled(ColumnScaling wanted) {
        if (scaling.isEmpty() || scaling.get().equals(wanted)) {
            return this;
        }
        List<String> names = scaling.get().names();
        if (!names.equals(wanted.names())) {
            throw new IllegalArgumentException(name + " has the columns " + String.join(", ", names)
                    + " but the model was trained on " + String.join(", ", wanted.names())
                    + ": choose a table with those, in that order");
        }
        return new Dataset(name, rescaled(train, wanted), rescaled(test, wanted), image, classes, Optional.of(wanted));
    }

    private Examples rescaled(Examples examples, ColumnScaling wanted) {
        return new Examples(wanted.convert(examples.features(), scaling.orElseThrow()), examples.labels());
    }
}
