package org.kanworkbench.noise.fit;

import java.util.List;

/**
 * The hyper-parameter grid for every network, chosen by mean squared validation error.
 *
 * @param validationShare validation split, as a share of the training rows; the chosen setting is then fitted to all
 *     training rows
 */
public record Tuning(List<Double> learningRates, List<Double> weightDecays, double validationShare) {

    public static final Tuning STANDARD = new Tuning(List.of(0.01, 0.03, 0.1), List.of(0.0, 0.3), 0.25);

    public Tuning {
        learningRates = List.copyOf(learningRates);
        weightDecays = List.copyOf(weightDecays);
        if (learningRates.isEmpty() || weightDecays.isEmpty()) {
            throw new IllegalArgumentException(
                    "tuning has nothing to try: give at least one learning rate and one weight decay");
        }
        if (!learningRates.stream().allMatch(r -> r > 0 && r <= 10)) {
            throw new IllegalArgumentException("learning rates are " + learningRates + ": choose above 0, up to 10");
        }
        if (!weightDecays.stream().allMatch(d -> d >= 0 && d <= 1000)) {
            throw new IllegalArgumentException("weight decays are " + weightDecays + ": choose 0 to 1000");
        }
        if (!(validationShare > 0 && validationShare < 1)) {
            throw new IllegalArgumentException("validation share is " + validationShare + ": choose between 0 and 1");
        }
    }
}
