package org.kanworkbench.training.trials;

import java.util.Optional;

/**
 * A trial that ended by itself.
 *
 * @param index its number, from 0, which alone determines its result
 * @param worker that ran it, from 0
 * @param seconds its duration, without pauses
 * @param result empty if it failed
 * @param failure one line; empty if it did not fail
 */
public record Trial<R>(int index, int worker, double seconds, Optional<R> result, String failure) {}
