package org.kanworkbench.training.loop;

/**
 * When the test set is scored: after every epoch; after an eighth, a quarter and half of the first and half of every
 * other one too, where that costs little because the test set is small. And when weights are told without a score.
 */
record EvaluationPlan(long stepsPerEpoch, boolean within) {

    /** Largest share of the training set that the test set may have to be scored within epochs. */
    private static final double SMALL = 0.3;

    private static final long FEWEST_STEPS = 16;

    /** When weights are told within the first epoch, scored or not, in 64ths of it: the earlier, the denser. */
    private static final int[] FIRST_EPOCH = {1, 2, 4, 8, 12, 16, 24, 32, 40, 48, 56};

    static EvaluationPlan of(long stepsPerEpoch, int trainRows, int testRows) {
        return new EvaluationPlan(stepsPerEpoch, stepsPerEpoch >= FEWEST_STEPS && testRows <= SMALL * trainRows);
    }

    /**
     * @param epoch from 0
     * @param done steps done in this epoch
     */
    boolean due(int epoch, long done) {
        if (done == stepsPerEpoch) {
            return true;
        }
        if (!within) {
            return false;
        }
        boolean half = done == stepsPerEpoch / 2;
        return epoch == 0 ? half || done == stepsPerEpoch / 4 || done == stepsPerEpoch / 8 : half;
    }

    /** Whether weights are to be told that are not scored; parameters as above. */
    boolean snapshotDue(int epoch, long done) {
        if (epoch > 0 || due(epoch, done)) {
            return false;
        }
        for (int share : FIRST_EPOCH) {
            if (done == stepsPerEpoch * share / 64) {
                return true;
            }
        }
        return false;
    }

    /** Evaluations still to come in a run of so many epochs. */
    long left(int epoch, long done, int epochs) {
        long left = done < stepsPerEpoch ? 1 : 0;
        if (within) {
            left += done < stepsPerEpoch / 2 ? 1 : 0;
            if (epoch == 0) {
                left += (done < stepsPerEpoch / 4 ? 1 : 0) + (done < stepsPerEpoch / 8 ? 1 : 0);
            }
        }
        return left + (long) (epochs - epoch - 1) * (within ? 2 : 1);
    }
}
