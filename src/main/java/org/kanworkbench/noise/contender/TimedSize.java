package org.kanworkbench.noise.contender;

/**
 * What matching by time found on some machine. It is kept with a configuration, since another measurement could find
 * another size.
 *
 * @param contender whose size it is
 * @param inputs of the target
 * @param units of every hidden layer
 */
public record TimedSize(String contender, int inputs, int units) {}
