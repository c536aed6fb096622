package org.kanworkbench.network.basis;

import java.util.function.Supplier;

/** A dual number (Clifford, 1873): a value with its derivative, for forward-mode differentiation. */
record Dual(double value, double derivative) {

    static final Operations<Dual> OPERATIONS = new Operations<>() {
        @Override
        public Dual affine(Dual x, double slope, double shift) {
            return new Dual(slope * x.value + shift, slope * x.derivative);
        }

        @Override
        public Dual add(Dual a, Dual b) {
            return new Dual(a.value + b.value, a.derivative + b.derivative);
        }

        @Override
        public Dual subtract(Dual a, Dual b) {
            return new Dual(a.value - b.value, a.derivative - b.derivative);
        }

        @Override
        public Dual multiply(Dual a, Dual b) {
            return new Dual(a.value * b.value, a.derivative * b.value + a.value * b.derivative);
        }

        @Override
        public Dual exp(Dual x) {
            double value = Math.exp(x.value);
            return new Dual(value, value * x.derivative);
        }

        @Override
        public Dual sin(Dual x) {
            return new Dual(Math.sin(x.value), Math.cos(x.value) * x.derivative);
        }

        @Override
        public Dual cos(Dual x) {
            return new Dual(Math.cos(x.value), -Math.sin(x.value) * x.derivative);
        }

        @Override
        public Dual tanh(Dual x) {
            double value = Math.tanh(x.value);
            return new Dual(value, (1 - value * value) * x.derivative);
        }

        @Override
        public Dual ramp(Dual x) {
            return x.value > 0 ? x : new Dual(0, 0);
        }

        @Override
        public Dual divide(Dual a, Dual b) {
            double value = a.value / b.value;
            return new Dual(value, (a.derivative - value * b.derivative) / b.value);
        }

        @Override
        public Dual passing(Dual value, Supplier<Dual> derivatives) {
            return new Dual(value.value, derivatives.get().derivative);
        }
    };
}
