package org.kanworkbench.network.basis;

import java.util.function.Supplier;

/** A dual number (Clifford, 1873): a value with its derivative, for forward-mode differentiation. */
record Dual(double value, double derivative) {

    static final Operations<Dual> OPERATIONS = new SwitchedOperations<>() {
        @Override
        public Dual affine(Dual x, double slope, double shift) {
            return new Dual(slope * x.value + shift, slope * x.derivative);
        }

        @Override
        public Dual binary(Binary operation, Dual a, Dual b) {
            return switch (operation) {
                case ADD -> new Dual(a.value + b.value, a.derivative + b.derivative);
                case SUBTRACT -> new Dual(a.value - b.value, a.derivative - b.derivative);
                case MULTIPLY -> new Dual(a.value * b.value, a.derivative * b.value + a.value * b.derivative);
                case DIVIDE -> {
                    double value = a.value / b.value;
                    yield new Dual(value, (a.derivative - value * b.derivative) / b.value);
                }
            };
        }

        @Override
        public Dual unary(Unary operation, Dual x) {
            return switch (operation) {
                case EXP -> {
                    double value = Math.exp(x.value);
                    yield new Dual(value, value * x.derivative);
                }
                case SIN -> new Dual(Math.sin(x.value), Math.cos(x.value) * x.derivative);
                case COS -> new Dual(Math.cos(x.value), -Math.sin(x.value) * x.derivative);
                case TANH -> {
                    double value = Math.tanh(x.value);
                    yield new Dual(value, (1 - value * value) * x.derivative);
                }
                case RAMP -> x.value > 0 ? x : new Dual(0, 0);
            };
        }

        @Override
        public Dual passing(Dual value, Supplier<Dual> derivatives) {
            return new Dual(value.value, derivatives.get().derivative);
        }
    };
}
