package org.kanworkbench.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A data set with training and test examples.
 *
 * @param image height, width and channels if rows are images
 * @param target what is predicted: classes, in label order, or numbers
 * @param scaling of a table's columns; empty for other data
 * @param remark what to know of its examples, such as which rows of its file are not among them; empty for nothing
 */
public record Dataset(
        String name,
        Examples train,
        Examples test,
        Optional<ImageShape> image,
        Target target,
        Optional<ColumnScaling> scaling,
        String remark) {

    /** Of which there is nothing more to know. */
    public Dataset(
            String name,
            Examples train,
            Examples test,
            Optional<ImageShape> image,
            Target target,
            Optional<ColumnScaling> scaling) {
        this(name, train, test, image, target, scaling, "");
    }

    /** Creates a data set of classes without column scaling. */
    public Dataset(String name, Examples train, Examples test, Optional<ImageShape> image, List<String> classes) {
        this(name, train, test, image, new Target.Classes(classes), Optional.empty());
    }

    /**
     * Height and width of an image in pixels, row-major, and its channels, one after the other: 1, or 3 for red, green and
     * blue.
     */
    public record ImageShape(int height, int width, int colours) {

        /** Of one channel. */
        public ImageShape(int height, int width) {
            this(height, width, 1);
        }

        /** Number of values of an image. */
        public int values() {
            return height * width * colours;
        }

        /** Height and width, and channels if there are several. */
        public List<Integer> sides() {
            return colours == 1 ? List.of(height, width) : List.of(height, width, colours);
        }

        /** The inverse of {@link #sides}. */
        public static ImageShape of(List<Integer> sides) {
            return new ImageShape(sides.get(0), sides.get(1), sides.size() > 2 ? sides.get(2) : 1);
        }
    }

    public int inputs() {
        return train.features().width();
    }

    public int outputs() {
        return target.names().size();
    }

    /** What networks for it need, in words, for instance {@code 4 inputs and 3 classes}. */
    public String shape() {
        return inputs() + " inputs and " + outputs() + (target instanceof Target.Classes ? " classes" : " targets");
    }

    /** The same data set of other examples. */
    public Dataset with(Examples otherTrain, Examples otherTest) {
        return new Dataset(name, otherTrain, otherTest, image, target, scaling, remark);
    }

    /**
     * Holds out {@code rows} random training examples in place of the test examples, so that recipes can be chosen
     * without the test set. The split of classes is stratified; copies of what is held out are in neither part.
     */
    public Dataset holdOut(int rows, long seed) {
        int distinct = train.distinct();
        if (rows < 1 || rows >= distinct) {
            throw new IllegalArgumentException(
                    rows + " rows to hold out of " + distinct + ": choose 1 to " + (distinct - 1));
        }
        Split split = switch (target) {
            case Target.Classes classes ->
                Split.stratified(
                        Arrays.copyOf(train.labels(), distinct), classes.names().size(), rows, seed);
            case Target.Numbers _ -> Split.random(distinct, rows, seed);
        };
        return new Dataset(
                name + " (validation)",
                train.selectWithCopies(split.train()),
                train.select(split.test()),
                image,
                target,
                scaling,
                remark);
    }

    /** Words in it that a model of a table does not know, as {@code column=word}; none where either is no table. */
    public List<String> unknownTo(Optional<ColumnScaling> model) {
        return model.flatMap(known -> scaling.map(own -> own.unknownTo(known))).orElse(List.of());
    }

    /** The data set without test examples, for work that must not see them. */
    public Dataset withoutTest() {
        return with(train, test.select(new int[0]));
    }

    /**
     * The data set under a model's own scaling of columns and targets, of the columns that the model was trained on.
     * Throws IllegalArgumentException for a table that lacks one, for another class, and for another target. Data without column scaling keeps its inputs.
     *
     * @param columns empty to keep the data's own
     */
    public Dataset seenBy(Target wanted, Optional<ColumnScaling> columns) {
        Dataset inputs = columns.map(this::rescaled).orElse(this);
        return switch (wanted) {
            case Target.Classes classes -> {
                if (target instanceof Target.Numbers) {
                    throw new IllegalArgumentException(name + " has numbers to predict ("
                            + String.join(", ", target.names()) + ") but the model predicts classes: choose data with"
                            + " classes");
                }
                // Classes of other data may be mere numbers in one of them.
                boolean named = scaling.isPresent() && columns.isPresent()
                        || classes.names().stream().anyMatch(target.names()::contains);
                yield named ? inputs.relabelled(classes) : inputs;
            }
            case Target.Numbers numbers -> inputs.retargeted(numbers);
        };
    }

    /** As a network takes it of which it is not known how its inputs and targets were scaled: in their own units. */
    public Dataset unscaled() {
        Target own = target instanceof Target.Numbers numbers
                ? new Target.Numbers(numbers.scaling().unscaled())
                : target;
        return seenBy(own, scaling.map(ColumnScaling::unscaled));
    }

    /** Where classes are known by their names, of which it may lack some. */
    private Dataset relabelled(Target.Classes wanted) {
        if (target.equals(wanted)) {
            return this;
        }
        int[] labels = new int[outputs()];
        for (int label = 0; label < labels.length; label++) {
            labels[label] = wanted.labelOf(target.names().get(label));
            if (labels[label] < 0) {
                throw new IllegalArgumentException(
                        name + " has the class \"" + target.names().get(label)
                                + "\" but the model tells apart " + String.join(", ", wanted.names())
                                + ": choose data with those classes");
            }
        }
        return new Dataset(name, relabelled(train, labels), relabelled(test, labels), image, wanted, scaling, remark);
    }

    private static Examples relabelled(Examples examples, int[] labels) {
        return new Examples(
                examples.features(),
                Arrays.stream(examples.labels()).map(label -> labels[label]).toArray(),
                examples.numbers(),
                examples.copies());
    }

    private Dataset retargeted(Target.Numbers wanted) {
        if (!(target instanceof Target.Numbers mine) || !mine.names().equals(wanted.names())) {
            throw new IllegalArgumentException(name
                    + (target instanceof Target.Numbers
                            ? " has the target " + String.join(", ", target.names())
                            : " has classes")
                    + " but the model predicts " + String.join(", ", wanted.names())
                    + ": choose data with that target");
        }
        if (mine.equals(wanted)) {
            return this;
        }
        return new Dataset(
                name, retargeted(train, mine, wanted), retargeted(test, mine, wanted), image, wanted, scaling, remark);
    }

    private static Examples retargeted(Examples examples, Target.Numbers from, Target.Numbers to) {
        return new Examples(
                examples.features(), examples.labels(), to.scaling().convert(examples.numbers(), from.scaling()));
    }

    private Dataset rescaled(ColumnScaling wanted) {
        if (scaling.isEmpty() || scaling.get().equals(wanted)) {
            return this;
        }
        for (ColumnScaling.Column column : wanted.columns()) {
            if (!scaling.get().has(column.name())) {
                throw new IllegalArgumentException(ColumnScaling.lacking(name, column.ofTable()));
            }
        }
        return new Dataset(
                name, rescaled(train, wanted), rescaled(test, wanted), image, target, Optional.of(wanted), remark);
    }

    private Examples rescaled(Examples examples, ColumnScaling wanted) {
        return new Examples(
                wanted.convert(examples.features(), scaling.orElseThrow()), examples.labels(), examples.numbers());
    }
}
