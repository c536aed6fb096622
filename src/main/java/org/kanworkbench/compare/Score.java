package org.kanworkbench.compare;

/**
 * What a training came to.
 *
 * @param data number of the data set, from 0
 * @param tuning whether it tried a learning rate; then there is no test score
 * @param turn number of the learning rate or of the seed, from 0
 * @param validation score of the last epoch's weights, in the data set's measure
 * @param test the same on the test samples, which it saw this once
 * @param seconds of training, one core; the only value that is not reproducible
 * @param weights checksum of the last epoch's weights
 * @param failure why there are no scores; empty if there are
 */
public record Score(
        int data,
        String preset,
        boolean tuning,
        int turn,
        double learningRate,
        double validation,
        double test,
        double seconds,
        String weights,
        String failure) {

    public boolean failed() {
        return !failure.isEmpty();
    }
}
