package org.kanworkbench.quantize.scheme;

import org.kanworkbench.network.Limits;
import org.kanworkbench.network.tensor.QuantizedTensor;

/** The format of a weight. */
public sealed interface WeightFormat {

    /** Bits per weight, without shared scales. */
    int bits();

    /** Float32, as trained. */
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

    /** Integer codes: w = scale·(code − zero point). */
    record Integers(int bits, Granularity granularity, Symmetry symmetry, RangeRule range, Rounding rounding)
            implements WeightFormat {

        public static final int FEWEST_BITS = QuantizedTensor.FEWEST_BITS;
        public static final int MOST_BITS = QuantizedTensor.MOST_BITS;

        public Integers {
            Limits.count("bits", bits, FEWEST_BITS, MOST_BITS);
        }

        /** Rounded to the nearest. */
        public Integers(int bits, Granularity granularity, Symmetry symmetry, RangeRule range) {
            this(bits, granularity, symmetry, range, Rounding.NEAREST);
        }

        /** The same format with other bits. */
        public Integers withBits(int other) {
            return new Integers(other, granularity, symmetry, range, rounding);
        }

        /** The same format with another choice of codes. */
        public Integers withRounding(Rounding other) {
            return new Integers(bits, granularity, symmetry, range, other);
        }
    }
}
