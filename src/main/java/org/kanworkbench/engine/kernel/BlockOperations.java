package org.kanworkbench.engine.kernel;

import java.util.List;
import java.util.function.Supplier;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.basis.Operations;

/** Arithmetic on blocks of points; a loop of its own for every operation. */
final class BlockOperations extends Blocks implements Operations<Blocks.Block> {

    /** Centres of switches up to which one exponential serves all, and inputs from which all are 0. */
    private static final double FARTHEST_SWITCH = 8;

    private static final float CLAMP = 24;

    @Override
    public Block affine(Block x, double slope, double shift) {
        Block y = next(Made.AFFINE, x, null, (float) slope);
        float a = (float) slope;
        float b = (float) shift;
        for (int n = 0; n < points; n += Lanes.COUNT) {
            at(x.value, x.at + n).mul(a).add(b).intoArray(y.value, y.at + n);
        }
        if (slopes != null) {
            for (int n = 0; n < points; n += Lanes.COUNT) {
                at(x.slope, x.at + n).mul(a).intoArray(y.slope, y.at + n);
            }
        }
        return y;
    }

    @Override
    public Block add(Block a, Block b) {
        Block y = next(Made.ADD, a, b, 0);
        for (int n = 0; n < points; n += Lanes.COUNT) {
            at(a.value, a.at + n).add(at(b.value, b.at + n)).intoArray(y.value, y.at + n);
        }
        if (slopes != null) {
            for (int n = 0; n < points; n += Lanes.COUNT) {
                at(a.slope, a.at + n).add(at(b.slope, b.at + n)).intoArray(y.slope, y.at + n);
            }
        }
        return y;
    }

    @Override
    public Block subtract(Block a, Block b) {
        Block y = next(Made.SUBTRACT, a, b, 0);
        for (int n = 0; n < points; n += Lanes.COUNT) {
            at(a.value, a.at + n).sub(at(b.value, b.at + n)).intoArray(y.value, y.at + n);
        }
        if (slopes != null) {
            for (int n = 0; n < points; n += Lanes.COUNT) {
                at(a.slope, a.at + n).sub(at(b.slope, b.at + n)).intoArray(y.slope, y.at + n);
            }
        }
        return y;
    }

    @Override
    public Block multiply(Block a, Block b) {
        Block y = next(Made.MULTIPLY, a, b, 0);
        for (int n = 0; n < points && !unread(y); n += Lanes.COUNT) {
            at(a.value, a.at + n).mul(at(b.value, b.at + n)).intoArray(y.value, y.at + n);
        }
        if (slopes != null) {
            for (int n = 0; n < points; n += Lanes.COUNT) {
                at(a.slope, a.at + n)
                        .mul(at(b.value, b.at + n))
                        .add(at(a.value, a.at + n).mul(at(b.slope, b.at + n)))
                        .intoArray(y.slope, y.at + n);
            }
        }
        return y;
    }

    @Override
    public Block exp(Block x) {
        Block y = next(Made.EXP, x, null, 0);
        for (int n = 0; n < points; n += Lanes.COUNT) {
            VectorMath.exp(at(x.value, x.at + n)).intoArray(y.value, y.at + n);
        }
        if (slopes != null) {
            for (int n = 0; n < points; n += Lanes.COUNT) {
                at(x.slope, x.at + n).mul(at(y.value, y.at + n)).intoArray(y.slope, y.at + n);
            }
        }
        return y;
    }

    @Override
    public Block sin(Block x) {
        Block y = next(Made.SIN, x, null, 0);
        for (int n = 0; n < points && !unread(y); n += Lanes.COUNT) {
            VectorMath.sin(at(x.value, x.at + n)).intoArray(y.value, y.at + n);
        }
        if (slopes != null) {
            for (int n = 0; n < points; n += Lanes.COUNT) {
                VectorMath.cos(at(x.value, x.at + n)).mul(at(x.slope, x.at + n)).intoArray(y.slope, y.at + n);
            }
        }
        return y;
    }

    @Override
    public Block cos(Block x) {
        Block y = next(Made.COS, x, null, 0);
        for (int n = 0; n < points; n += Lanes.COUNT) {
            VectorMath.cos(at(x.value, x.at + n)).intoArray(y.value, y.at + n);
        }
        if (slopes != null) {
            for (int n = 0; n < points; n += Lanes.COUNT) {
                VectorMath.sin(at(x.value, x.at + n))
                        .mul(at(x.slope, x.at + n))
                        .neg()
                        .intoArray(y.slope, y.at + n);
            }
        }
        return y;
    }

    @Override
    public Block tanh(Block x) {
        Block y = next(Made.TANH, x, null, 0);
        Activations.apply(Activation.TANH, 0, x.value, x.at, y.value, y.at, points);
        if (slopes != null) {
            for (int n = 0; n < points; n += Lanes.COUNT) {
                FloatVector value = at(y.value, y.at + n);
                FloatVector slope = at(x.slope, x.at + n);
                slope.sub(slope.mul(value).mul(value)).intoArray(y.slope, y.at + n);
            }
        }
        return y;
    }

    @Override
    public Block ramp(Block x) {
        Block y = next(Made.RAMP, x, null, 0);
        for (int n = 0; n < points; n += Lanes.COUNT) {
            at(x.value, x.at + n).max(0f).intoArray(y.value, y.at + n);
        }
        if (slopes != null) {
            for (int n = 0; n < points; n += Lanes.COUNT) {
                FloatVector slope = at(x.slope, x.at + n);
                slope.sub(slope)
                        .blend(slope, at(x.value, x.at + n).compare(VectorOperators.GT, 0f))
                        .intoArray(y.slope, y.at + n);
            }
        }
        return y;
    }

    @Override
    public Block ramps(Block x, Block lower, Block upper, double factor) {
        Block y = next(Made.RAMPS, x, lower, (float) factor);
        y.third = upper;
        read(upper);
        for (int n = 0; n < points; n += Lanes.COUNT) {
            FloatVector value = at(x.value, x.at + n);
            value.sub(at(lower.value, lower.at + n))
                    .max(0f)
                    .mul(at(upper.value, upper.at + n).sub(value).max(0f))
                    .mul(y.factor)
                    .intoArray(y.value, y.at + n);
        }
        for (int n = 0; slopes != null && n < points; n += Lanes.COUNT) {
            FloatVector slope = at(x.slope, x.at + n);
            FloatVector above = at(x.value, x.at + n).sub(at(lower.value, lower.at + n));
            FloatVector below = at(upper.value, upper.at + n).sub(at(x.value, x.at + n));
            FloatVector ofAbove = slope.sub(at(lower.slope, lower.at + n)).mul(below.max(0f));
            FloatVector ofBelow = at(upper.slope, upper.at + n).sub(slope).mul(above.max(0f));
            FloatVector none = FloatVector.zero(Lanes.SPECIES);
            none.blend(ofAbove, above.compare(VectorOperators.GT, 0f))
                    .add(none.blend(ofBelow, below.compare(VectorOperators.GT, 0f)))
                    .mul(y.factor)
                    .intoArray(y.slope, y.at + n);
        }
        return y;
    }

    @Override
    public Block multiplyAdd(Block a, Block b, Block c) {
        Block y = next(Made.MULTIPLY_ADD, a, b, 0);
        y.third = c;
        read(c);
        for (int n = 0; n < points; n += Lanes.COUNT) {
            at(a.value, a.at + n)
                    .mul(at(b.value, b.at + n))
                    .add(at(c.value, c.at + n))
                    .intoArray(y.value, y.at + n);
        }
        if (slopes != null) {
            for (int n = 0; n < points; n += Lanes.COUNT) {
                at(a.slope, a.at + n)
                        .mul(at(b.value, b.at + n))
                        .add(at(a.value, a.at + n).mul(at(b.slope, b.at + n)))
                        .add(at(c.slope, c.at + n))
                        .intoArray(y.slope, y.at + n);
            }
        }
        return y;
    }

    @Override
    public Block absolute(Block x, boolean increasing) {
        Block y = next(Made.ABSOLUTE, x, null, increasing ? 1 : 0);
        for (int n = 0; n < points; n += Lanes.COUNT) {
            at(x.value, x.at + n).abs().intoArray(y.value, y.at + n);
        }
        if (slopes != null) {
            for (int n = 0; n < points; n += Lanes.COUNT) {
                at(x.slope, x.at + n)
                        .mul(direction(at(x.value, x.at + n), y.factor))
                        .intoArray(y.slope, y.at + n);
            }
        }
        return y;
    }

    /** -1, 1, or what it is to be at 0. */
    static FloatVector direction(FloatVector x, float atZero) {
        return FloatVector.broadcast(Lanes.SPECIES, atZero)
                .blend(1f, x.compare(VectorOperators.GT, 0f))
                .blend(-1f, x.compare(VectorOperators.LT, 0f));
    }

    @Override
    public Block divide(Block a, Block b) {
        Block y = next(Made.DIVIDE, a, b, 0);
        for (int n = 0; n < points; n += Lanes.COUNT) {
            at(a.value, a.at + n).div(at(b.value, b.at + n)).intoArray(y.value, y.at + n);
        }
        if (slopes != null) {
            for (int n = 0; n < points; n += Lanes.COUNT) {
                at(a.slope, a.at + n)
                        .sub(at(y.value, y.at + n).mul(at(b.slope, b.at + n)))
                        .div(at(b.value, b.at + n))
                        .intoArray(y.slope, y.at + n);
            }
        }
        return y;
    }

    @Override
    public Block passing(Block value, Supplier<Block> derivatives) {
        // Without derivatives too: blocks are known by their number.
        Block other = derivatives.get();
        Block y = next(Made.PASSING, other, null, 0);
        read(value);
        System.arraycopy(value.value, value.at, y.value, y.at, points);
        if (slopes != null) {
            System.arraycopy(other.slope, other.at, y.slope, y.at, points);
        }
        return y;
    }

    @Override
    public Block recurrence(Block x, double slope, double shift, Block last, double decay, Block before) {
        if (before == null || backwards) {
            return Operations.super.recurrence(x, slope, shift, last, decay, before);
        }
        Block y = next();
        float a = (float) slope;
        float b = (float) shift;
        float c = (float) decay;
        for (int n = 0; n < points; n += Lanes.COUNT) {
            at(x.value, x.at + n)
                    .mul(a)
                    .add(b)
                    .mul(at(last.value, last.at + n))
                    .sub(at(before.value, before.at + n).mul(c))
                    .intoArray(y.value, y.at + n);
        }
        if (slopes != null) {
            for (int n = 0; n < points; n += Lanes.COUNT) {
                FloatVector line = at(x.value, x.at + n).mul(a).add(b);
                line.mul(at(last.slope, last.at + n))
                        .sub(at(before.slope, before.at + n).mul(c))
                        .add(at(last.value, last.at + n).mul(a).mul(at(x.slope, x.at + n)))
                        .intoArray(y.slope, y.at + n);
            }
        }
        return y;
    }

    @Override
    public Block bump(Block x, double centre, double width) {
        if (backwards) {
            return Operations.super.bump(x, centre, width);
        }
        Block y = next();
        float g = (float) centre;
        float a = (float) (1 / width);
        for (int n = 0; n < points; n += Lanes.COUNT) {
            FloatVector u = at(x.value, x.at + n).sub(g).mul(a);
            VectorMath.exp(u.mul(u).neg()).intoArray(y.value, y.at + n);
        }
        if (slopes != null) {
            for (int n = 0; n < points; n += Lanes.COUNT) {
                FloatVector u = at(x.value, x.at + n).sub(g).mul(a);
                u.mul(at(y.value, y.at + n))
                        .mul(at(x.slope, x.at + n).mul(-2 * a))
                        .intoArray(y.slope, y.at + n);
            }
        }
        return y;
    }

    @Override
    public List<Block> switchSlopes(Block x, List<Double> centres) {
        if (backwards || centres.stream().anyMatch(centre -> Math.abs(centre) > FARTHEST_SWITCH)) {
            return Operations.super.switchSlopes(x, centres);
        }
        Block exponential = next();
        for (int n = 0; n < points; n += Lanes.COUNT) {
            // Where it is clamped all functions are 0.
            FloatVector clamped = at(x.value, x.at + n).max(-CLAMP).min(CLAMP);
            VectorMath.exp(clamped.mul(-2f)).intoArray(exponential.value, exponential.at + n);
        }
        return centres.stream()
                .map(centre -> switchSlope(x, exponential, centre))
                .toList();
    }

    /** With e = exp(−2(x − g)): sech²(x − g) = 4e/(1 + e)² and tanh(x − g) = (1 − e)/(1 + e). */
    private Block switchSlope(Block x, Block exponential, double centre) {
        Block y = next();
        float shift = (float) Math.exp(2 * centre);
        for (int n = 0; n < points; n += Lanes.COUNT) {
            FloatVector e = at(exponential.value, exponential.at + n).mul(shift);
            FloatVector r = FloatVector.broadcast(Lanes.SPECIES, 1f).div(e.add(1f));
            FloatVector value = e.mul(r).mul(r).mul(4f);
            value.intoArray(y.value, y.at + n);
            if (slopes != null) {
                e.sub(1f).mul(r).mul(value).mul(at(x.slope, x.at + n).mul(2f)).intoArray(y.slope, y.at + n);
            }
        }
        return y;
    }

    @Override
    public Block spline(Block v, int order) {
        // A ramp's own derivative jumps.
        if (backwards || order < 2) {
            return Operations.super.spline(v, order);
        }
        Block y = next();
        for (int j = 0; 2 * j < order + 1; j++) {
            float factor = (float) Operations.splineFactor(order, j);
            float reach = (order + 1) / 2f - j;
            boolean first = j == 0;
            for (int n = 0; n < points; n += Lanes.COUNT) {
                FloatVector inside =
                        at(v.value, v.at + n).abs().neg().add(reach).max(0f);
                FloatVector term = power(inside, order).mul(factor);
                (first ? term : term.add(at(y.value, y.at + n))).intoArray(y.value, y.at + n);
            }
            for (int n = 0; slopes != null && n < points; n += Lanes.COUNT) {
                FloatVector value = at(v.value, v.at + n);
                FloatVector inside = value.abs().neg().add(reach).max(0f);
                FloatVector term = power(inside, order - 1).mul(-order * factor).mul(at(v.slope, v.at + n));
                term = term.blend(term.neg(), value.compare(VectorOperators.LT, 0f));
                (first ? term : term.add(at(y.slope, y.at + n))).intoArray(y.slope, y.at + n);
            }
        }
        return y;
    }

    private static FloatVector power(FloatVector x, int exponent) {
        FloatVector power = x;
        for (int e = 1; e < exponent; e++) {
            power = power.mul(x);
        }
        return power;
    }
}
