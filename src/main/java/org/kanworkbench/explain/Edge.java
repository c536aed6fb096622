package org.kanworkbench.explain;

/** One edge of a network: a layer, one of its outputs and one of its inputs, all counted from 0. */
public record Edge(int layer, int output, int input) implements NetworkPart {}
