package org.kanworkbench.data;

import java.util.List;
import java.util.stream.IntStream;
import org.kanworkbench.network.recipe.Loss;

/** What networks learn to predict from the rows of a data set: one of some classes, or one or several numbers. */
public sealed interface Target {

    /** Names of a network's outputs, in order. */
    List<String> names();

    /** The loss that networks are trained with. */
    Loss loss();

    /** One of some classes. */
    record Classes(List<String> names) implements Target {
        public Classes {
            names = List.copyOf(names);
        }

        /** The class of this name or, as tables write 1 and 1.0, of the same number; -1 for none. */
        public int labelOf(String name) {
            double number = SpreadsheetText.number(name);
            return names.contains(name)
                    ? names.indexOf(name)
                    : IntStream.range(0, names.size())
                            .filter(label -> SpreadsheetText.number(names.get(label)) == number)
                            .findFirst()
                            .orElse(-1);
        }

        /** So many classes called 0, 1 and so on. */
        public static Classes numbered(int count) {
            return new Classes(
                    IntStream.range(0, count).mapToObj(String::valueOf).toList());
        }

        @Override
        public Loss loss() {
            return Loss.CROSS_ENTROPY;
        }
    }

    /**
     * Numbers. Networks predict them standardised; everything a person sees is in their own units.
     *
     * @param scaling mean and standard deviation of each over the training rows
     */
    record Numbers(ColumnScaling scaling) implements Target {
        @Override
        public List<String> names() {
            return scaling.names();
        }

        @Override
        public Loss loss() {
            return Loss.MSE;
        }

        /** Converts so many rows of targets in units to standardised values, in place. */
        public void standardize(float[] values, int rows) {
            int width = scaling.columns().size();
            for (int at = 0; at < rows * width; at++) {
                ColumnScaling.Column column = scaling.columns().get(at % width);
                values[at] = (float) ((values[at] - column.mean()) / column.deviation());
            }
        }

        /** Converts rows × targets standardised values to units, in place. */
        public void toUnits(float[] values) {
            int width = scaling.columns().size();
            for (int at = 0; at < values.length; at++) {
                ColumnScaling.Column column = scaling.columns().get(at % width);
                values[at] = (float) (column.mean() + column.deviation() * values[at]);
            }
        }
    }
}
