package org.kanworkbench.app.activations;

/** One edge of a network: a layer, one of its outputs and one of its inputs, all from 0. */
record Edge(int layer, int output, int input) {}
