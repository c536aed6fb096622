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
}
