package org.kanworkbench.data.source;

/**
 * A drawing with the user's label.
 *
 * @param label 0 to 9
 * @param forTest whether it is a test digit; never changes, so that no fine-tuned model is tested on digits that its
 *     predecessor was trained on
 */
public record LabelledDigit(DrawnDigit digit, int label, boolean forTest) {

    public LabelledDigit {
        if (label < 0 || label >= DigitCollection.CLASSES) {
            throw new IllegalArgumentException(label + " is no digit: choose 0 to 9");
        }
    }
}
