package org.kanworkbench.explain;

/**
 * A unit of a network, counted from 0.
 *
 * @param level the layer whose input it is; the number of layers for an output of the network
 */
public record Unit(int level, int unit) implements NetworkPart {}
