package org.kanworkbench.engine.kernel;

import static org.kanworkbench.engine.kernel.BlockOperations.direction;
import static org.kanworkbench.engine.kernel.Blocks.at;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.kanworkbench.engine.kernel.Blocks.Block;

/**
 * How a block's values were made, for the way back. Each way is a method that is called by reference: in one method of
 * all of them, a process that has used many would run out of what the compiler inlines, and every vector be an object.
 */
enum Made {
    GIVEN((_, _) -> {}),
    AFFINE((y, points) -> pass(y, y.factor, y.first, points)),
    ADD(Made::addBack),
    SUBTRACT(Made::subtractBack),
    MULTIPLY(Made::multiplyBack),
    MULTIPLY_ADD((y, points) -> {
        multiplyBack(y, points);
        pass(y, 1, y.third, points);
    }),
    EXP(Made::expBack),
    SIN(Made::sinBack),
    COS(Made::cosBack),
    TANH(Made::tanhBack),
    RAMP(Made::rampBack),
    RAMPS(Made::rampsBack),
    ABSOLUTE(Made::absoluteBack),
    DIVIDE(Made::divideBack),
    PASSING((y, points) -> pass(y, 1, y.first, points));

    private final Back back;

    Made(Back back) {
        this.back = back;
    }

    /** Adds what a block's slope comes to in those that it was made of, as far as it has points. */
    void back(Block y, int points) {
        back.take(y, points);
    }

    private interface Back {
        void take(Block y, int points);
    }

    private static void pass(Block y, float factor, Block to, int points) {
        if (factor == 0) {
            return;
        }
        for (int n = 0; n < points; n += Lanes.COUNT) {
            at(y.slope, n).mul(factor).add(at(to.slope, n)).intoArray(to.slope, n);
        }
    }

    private static void addBack(Block y, int points) {
        pass(y, 1, y.first, points);
        pass(y, 1, y.second, points);
    }

    private static void subtractBack(Block y, int points) {
        pass(y, 1, y.first, points);
        pass(y, -1, y.second, points);
    }

    private static void multiplyBack(Block y, int points) {
        Block a = y.first;
        Block b = y.second;
        for (int n = 0; n < points; n += Lanes.COUNT) {
            at(y.slope, n).fma(at(b.value, n), at(a.slope, n)).intoArray(a.slope, n);
            at(y.slope, n).fma(at(a.value, n), at(b.slope, n)).intoArray(b.slope, n);
        }
    }

    private static void divideBack(Block y, int points) {
        Block a = y.first;
        Block b = y.second;
        for (int n = 0; n < points; n += Lanes.COUNT) {
            FloatVector toA = at(y.slope, n).div(at(b.value, n));
            toA.add(at(a.slope, n)).intoArray(a.slope, n);
            at(b.slope, n).sub(toA.mul(at(y.value, n))).intoArray(b.slope, n);
        }
    }

    private static void expBack(Block y, int points) {
        Block a = y.first;
        for (int n = 0; n < points; n += Lanes.COUNT) {
            at(y.slope, n).fma(at(y.value, n), at(a.slope, n)).intoArray(a.slope, n);
        }
    }

    private static void sinBack(Block y, int points) {
        Block a = y.first;
        for (int n = 0; n < points; n += Lanes.COUNT) {
            at(y.slope, n).fma(VectorMath.cos(at(a.value, n)), at(a.slope, n)).intoArray(a.slope, n);
        }
    }

    private static void cosBack(Block y, int points) {
        Block a = y.first;
        for (int n = 0; n < points; n += Lanes.COUNT) {
            at(a.slope, n)
                    .sub(VectorMath.sin(at(a.value, n)).mul(at(y.slope, n)))
                    .intoArray(a.slope, n);
        }
    }

    private static void tanhBack(Block y, int points) {
        Block a = y.first;
        for (int n = 0; n < points; n += Lanes.COUNT) {
            FloatVector value = at(y.value, n);
            FloatVector slope = at(y.slope, n);
            at(a.slope, n).add(slope.sub(slope.mul(value).mul(value))).intoArray(a.slope, n);
        }
    }

    private static void absoluteBack(Block y, int points) {
        Block a = y.first;
        for (int n = 0; n < points; n += Lanes.COUNT) {
            at(y.slope, n)
                    .fma(direction(at(a.value, n), y.factor), at(a.slope, n))
                    .intoArray(a.slope, n);
        }
    }

    private static void rampBack(Block y, int points) {
        Block a = y.first;
        for (int n = 0; n < points; n += Lanes.COUNT) {
            FloatVector before = at(a.slope, n);
            before.blend(before.add(at(y.slope, n)), at(a.value, n).compare(VectorOperators.GT, 0f))
                    .intoArray(a.slope, n);
        }
    }

    private static void rampsBack(Block y, int points) {
        Block x = y.first;
        Block lower = y.second;
        Block upper = y.third;
        for (int n = 0; n < points; n += Lanes.COUNT) {
            FloatVector value = at(x.value, n);
            FloatVector above = value.sub(at(lower.value, n));
            FloatVector below = at(upper.value, n).sub(value);
            FloatVector slope = at(y.slope, n).mul(y.factor);
            FloatVector none = FloatVector.zero(Lanes.SPECIES);
            FloatVector ofAbove = none.blend(slope.mul(below.max(0f)), above.compare(VectorOperators.GT, 0f));
            FloatVector ofBelow = none.blend(slope.mul(above.max(0f)), below.compare(VectorOperators.GT, 0f));
            at(lower.slope, n).sub(ofAbove).intoArray(lower.slope, n);
            at(upper.slope, n).add(ofBelow).intoArray(upper.slope, n);
            at(x.slope, n).add(ofAbove.sub(ofBelow)).intoArray(x.slope, n);
        }
    }
}
