package org.kanworkbench.noise.fit;

import org.kanworkbench.noise.Noise;
import org.kanworkbench.noise.contender.Contender;
import org.kanworkbench.noise.target.Target;

/**
 * One fit, complete: whoever is handed it, anywhere, comes to the same {@link FitRow}.
 *
 * @param rows of the training set, held-out ones included
 * @param contender with sizes of its own
 * @param seed of all chance: places, noise, split, weights. Contenders with the same seed meet the same rows and noise
 */
public record FitTask(
        Target target, Noise noise, int rows, Contender contender, long seed, Budget budget, Tuning tuning) {}
