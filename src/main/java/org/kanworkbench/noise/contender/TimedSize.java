package org.kanworkbench.noise.contender;

/**
 * A size found by matching time on some machine. It is stored with a configuration, since another measurement could
 * yield another size.
 *
 * @param contender name of the matched contender
 * @param inputs of the target
 * @param units of every hidden layer
 */
public record TimedSize(String contender, int inputs, int units) {}
