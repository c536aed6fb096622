package org.kanworkbench.training.loop;

/**
 * The schedule of evaluations on the test set, or on the validation samples if there is none: after every epoch and, if
 * these are few and an epoch has some steps, after an eighth, a quarter and half of the first epoch and half of every other
 * one. It also schedules snapshots without an evaluation.
 */
record EvaluationPlan(long stepsPerEpoch, boolean within, boolean snapshots) {

    /** Most samples of an evaluation, as a share of the training set, for evaluations within epochs. */
    private static final double SMALL = 0.3;

    private static final long FEWEST_STEPS = 16;

    /** Times of snapshots within the first epoch, in 64ths of it: denser at the start. */
    private static final int[] FIRST_EPOCH = {1, 2, 4, 8, 12, 16, 24, 32, 40, 48, 56};

    static EvaluationPlan of(long stepsPerEpoch, int trainRows, int testRows) {
        return new EvaluationPlan(stepsPerEpoch, stepsPerEpoch >= FEWEST_STEPS && testRows <= SMALL * trainRows, true);
    }

    /** After every epoch alone, without snapshots. */
    static EvaluationPlan afterEpochs(long stepsPerEpoch) {
        return new EvaluationPlan(stepsPerEpoch, false, false);
    }

    /**
     * @param epoch from 0
     * @param done completed steps of this epoch
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

    /** Whether a snapshot without an evaluation is due; parameters as above. */
    boolean snapshotDue(int epoch, long done) {
        if (!snapshots || epoch > 0 || due(epoch, done)) {
            return false;
        }
        for (int share : FIRST_EPOCH) {
            if (done == stepsPerEpoch * share / 64) {
                return true;
            }
        }
        return false;
    }

    /** Number of remaining evaluations of a run with the given number of epochs. */
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
