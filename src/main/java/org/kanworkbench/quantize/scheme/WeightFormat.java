package org.kanworkbench.quantize.scheme;

import org.kanworkbench.network.tensor.QuantizedTensor;

/** How a weight is kept. */
public sealed interface WeightFormat {

    /** Bits of one weight, without the scales that groups share. */
    int bits();

    /** As trained. */
    record Float32() implements WeightFormat {
        @Override
        public int bits() {
            return Float.SIZE;
        }
    }

    /** IEEE half precision, rounded to nearest. */
    record Float16() implements WeightFormat {
        @Override
        public int bits() {
            return 16;
        }
    }

    /** Integers that a scale turns into weights: w = scale·(code − zero point). */
    record Integers(int bits, Granularity granularity, Symmetry symmetry, RangeRule range, Rounding rounding)
            implements WeightFormat {

        public static final int FEWEST_BITS = QuantizedTensor.FEWEST_BITS;
        public static final int MOST_BITS = QuantizedTensor.MOST_BITS;

        public Integers {
            if (bits < FEWEST_BITS || bits > MOST_BITS) {
                throw new IllegalArgumentException("bits is " + bits + ": choose " + FEWEST_BITS + " to " + MOST_BITS);
            }
        }

        /** Rounded to the nearest. */
        public Integers(int bits, Granularity granularity, Symmetry symmetry, RangeRule range) {
            this(bits, granularity, symmetry, range, Rounding.NEAREST);
        }

        /** The same with other bits. */
        public Integers withBits(int other) {
            return new Integers(other, granularity, symmetry, range, rounding);
        }

        /** The same with codes chosen otherwise. */
        public Integers withRounding(Rounding other) {
            return new Integers(bits, granularity, symmetry, range, other);
        }
    }
}
