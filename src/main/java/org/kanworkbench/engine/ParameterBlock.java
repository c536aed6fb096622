package org.kanworkbench.engine;

/** A trained array with what its optimiser remembers of it. */
final class ParameterBlock {

    final float[] values;
    /** First moment or momentum; null until an optimiser needs it. */
    float[] first;
    /** Second moment; null until an optimiser needs it. */
    float[] second;
    /** Where gradients are collected, when they are asked for. */
    float[] gradient;

    ParameterBlock(int size) {
        values = new float[size];
    }
}
