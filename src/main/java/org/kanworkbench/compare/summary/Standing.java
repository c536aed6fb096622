package org.kanworkbench.compare.summary;

import org.kanworkbench.compare.SizedPreset;
import org.kanworkbench.statistics.Interval;

/**
 * A preset on a data set. Means are over the seeds that did not fail.
 *
 * @param data number of the data set, from 0
 * @param learningRate that was best on the validation samples; NaN before it is known
 * @param atEnd whether it is the least or the largest that was tried, so that another might be better
 * @param seeds trainings that ended, with those that failed
 * @param failed trainings that diverged
 * @param validation mean score, in the data set's measure; NaN without any
 * @param test mean score; NaN without any
 * @param interval 95 % confidence interval of the test score; infinite for fewer than two seeds
 * @param seconds median time of a training on one core
 * @param rank mean over the seeds that all presets have; 1 is the best; NaN without any
 */
public record Standing(
        int data,
        SizedPreset preset,
        double learningRate,
        boolean atEnd,
        int seeds,
        int failed,
        double validation,
        double test,
        Interval interval,
        double seconds,
        double rank) {}
