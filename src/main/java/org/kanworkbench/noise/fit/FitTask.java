package org.kanworkbench.noise.fit;

import org.kanworkbench.noise.Noise;
import org.kanworkbench.noise.contender.Contender;
import org.kanworkbench.noise.target.Target;
import org.kanworkbench.noise.training.Budget;

/**
 * The complete description of one fit, which determines its {@link FitRow} on any machine.
 *
 * @param rows of the training set, including validation samples
 * @param contender with its own sizes
 * @param seed of all random numbers: positions, noise, split, weights. Contenders with the same seed have the same rows
 *     and noise
 */
public record FitTask(
        Target target, Noise noise, int rows, Contender contender, long seed, Budget budget, Tuning tuning) {}
