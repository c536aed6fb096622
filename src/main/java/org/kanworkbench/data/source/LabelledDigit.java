package org.kanworkbench.data.source;

/**
 * A drawing with what its author says it is.
 *
 * @param label 0 to 9
 * @param forTest whether it is held out of training; once decided, that stays, so that no model is tested on what an
 *     earlier one of its line was trained on
 */
public record LabelledDigit(DrawnDigit digit, int label, boolean forTest) {

    public LabelledDigit {
        if (label < 0 || label >= DigitCollection.CLASSES) {
            throw new IllegalArgumentException(label + " is no digit: choose 0 to 9");
        }
    }
}
