package org.kanworkbench.app.formulas.state;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;

/**
 * Data for a formula that come with the workbench.
 *
 * @param label the display name
 * @param name on the command line
 */
public record BundledExample(String label, String name, DataSource source) {

    /** The numbers, then the sets of two classes. */
    public static final List<BundledExample> ALL = Stream.concat(
                    Stream.of(new BundledExample(
                            "Airfoil self-noise", DataSource.Airfoil.NAME, new DataSource.Airfoil())),
                    Stream.of(ToyShape.values())
                            .filter(shape -> shape.classes() == 2)
                            .map(shape -> new BundledExample(
                                    shape.label(), DataSource.Toy.PREFIX + shape.word(), DataSource.Toy.of(shape))))
            .toList();

    /** The one of that name, which may be null. */
    static Optional<BundledExample> named(String name) {
        return ALL.stream().filter(one -> one.name.equals(name)).findFirst();
    }

    static BundledExample of(DataSource source) {
        return ALL.stream().filter(one -> one.source.equals(source)).findFirst().orElseThrow();
    }
}
