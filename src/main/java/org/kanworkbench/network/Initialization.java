package org.kanworkbench.network;

/** The initialization of a layer's edges; docs/math has bounds and formulas. */
public enum Initialization {

    /** Kaiming uniform (He et al., 2015) for gain 1; edge scales start at 1. */
    KAIMING,

    /**
     * As efficient-kan (github.com/Blealtan/efficient-kan): coefficients fitted to small noise at the knots of the
     * grid, so that edge functions start nearly flat; base weights and edge scales uniform within √(1/inputs). For
     * B-splines.
     */
    SPLINE_NOISE,

    /**
     * Base part and basis part as a PyTorch Linear layer each: weights and biases uniform within √(1/fan-in), the basis part's
     * fan-in being inputs × functions.
     */
    LINEAR,

    /**
     * Basis weights normal with deviation 1/(inputs × functions), so nearly 0, as ChebyKAN
     * (github.com/SynodicMonth/ChebyKAN) and OrthogPolyKANs; the base part as {@link #LINEAR}.
     */
    SMALL_NORMAL,

    /**
     * Basis weights normal with deviation 0.1, as FastKAN (github.com/ZiyaoLi/fast-kan); the base part as {@link
     * #LINEAR}.
     */
    WIDE_NORMAL,

    /** Basis weights as Glorot and Bengio (2010): uniform within √(6/(fan-in + outputs)); the base part as {@link #LINEAR}. */
    XAVIER
}
