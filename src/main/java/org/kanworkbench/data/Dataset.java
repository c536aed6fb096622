package org.kanworkbench.data;

import java.util.List;
import java.util.Optional;

/**
 * A data set with training and test examples.
 *
 * @param image height and width if rows are images
 * @param classes names of the classes, in label order
 * @param scaling of a table's columns; empty for other data
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

    /** Creates a data set without column scaling. */
    public Dataset(String name, Examples train, Examples test, Optional<ImageShape> image, List<String> classes) {
        this(name, train, test, image, classes, Optional.empty());
    }

    /** Height and width of an image in pixels, row-major. */
    public record ImageShape(int height, int width) {}

    public int inputs() {
        return train.features().width();
    }

    public int outputs() {
        return classes.size();
    }

    /**
     * Holds out {@code rows} random training examples in place of the test examples, so that recipes can be chosen
     * without the test set. The split is stratified.
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

    /** The data set without test examples, for work that must not see them. */
    public Dataset withoutTest() {
        return new Dataset(name, train, test.select(new int[0]), image, classes, scaling);
    }

    /**
     * The data set under a model's own scaling. Throws IllegalArgumentException for a table with other columns; data
     * without column scaling is returned unchanged.
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
