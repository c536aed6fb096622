package org.kanworkbench.compare;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A comparison with all that its trainings depend on.
 *
 * @param data in the comparison's order
 */
public record SizedComparison(Comparison comparison, List<SizedData> data) {

    public SizedComparison {
        data = List.copyOf(data);
    }

    /** The same with data at other paths. */
    SizedComparison located(UnaryOperator<Path> to) {
        return new SizedComparison(comparison.located(to), data);
    }

    /** A training by its number: first those that try learning rates, then seed by seed. */
    Cell cell(int index) {
        int rates = comparison.learningRates().size();
        boolean tuning = index < comparison.tunings();
        int at = tuning ? index : index - comparison.tunings();
        int group = tuning ? at / rates : at % comparison.groups();
        int turn = tuning ? at % rates : at / comparison.groups();
        return new Cell(
                group / comparison.presets().size(),
                group % comparison.presets().size(),
                tuning,
                turn);
    }

    /**
     * One training.
     *
     * @param data from 0
     * @param preset from 0
     * @param tuning whether it tries a learning rate
     * @param turn number of the learning rate or of the seed, from 0
     */
    record Cell(int data, int preset, boolean tuning, int turn) {}

    int index(Cell cell) {
        int group = group(cell);
        return cell.tuning
                ? group * comparison.learningRates().size() + cell.turn
                : comparison.tunings() + cell.turn * comparison.groups() + group;
    }

    /** Trainings of one preset for one data set share a number. */
    int group(Cell cell) {
        return cell.data * comparison.presets().size() + cell.preset;
    }
}
