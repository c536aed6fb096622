package org.kanworkbench.engine.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.basis.Operations;

/**
 * Arithmetic on blocks of points, optionally with derivatives: forwards, with respect to the input, or backwards, of
 * whatever is seeded with respect to everything. A formula does the same operations for every block, so the destinations
 * of its functions are recorded in the first block, and later blocks write there directly.
 */
final class BlockOperations implements Operations<BlockOperations.Block> {

    /** Points per block: few enough for intermediate values to stay in the cache, enough to amortise a loop. */
    static final int POINTS = 128;

    /** Centres of switches up to which one exponential serves all, and inputs from which all are 0. */
    private static final double FARTHEST_SWITCH = 8;

    private static final float CLAMP = 24;

    /**
     * Values at some points and their derivatives, at the same offset of two arrays: of the block with respect to the
     * input, or, on the way back, of what was seeded with respect to the block.
     */
    static final class Block {
        private final float[] own = new float[POINTS];
        /** With room for {@link Lanes#sum(float[], int, int)}. */
        private final float[] ownSlope = new float[POINTS + Lanes.COUNT];

        float[] value = own;
        float[] slope = ownSlope;
        private int at;
        /** The destination plane; negative for an intermediate value. */
        private int plane = -1;

        private Made made;
        Block first;
        Block second;
        Block third;
        float factor;
    }

    private final Block input = new Block();
    private final List<Block> blocks = new ArrayList<>();
    private int used;
    private int points;
    private float[] values;
    /** Null without derivatives. */
    private float[] slopes;

    private int at;
    private int distance;
    private boolean backwards;

    /**
     * Begins the next block.
     *
     * @param value receives the functions from offset {@code to}, one plane each; {@link BasisKernel#expand}
     */
    Block begin(float[] s, int from, int count, float[] value, float[] derivative, int to, int plane) {
        used = 0;
        points = count;
        values = value;
        slopes = derivative;
        at = to;
        distance = plane;
        System.arraycopy(s, from, input.own, 0, count);
        Arrays.fill(input.ownSlope, 1f);
        return input;
    }

    /** Begins the next block of a formula whose derivatives {@link #back} finds; it writes nothing anywhere. */
    Block beginBackwards(float[] s, int from, int count) {
        backwards = true;
        Block x = begin(s, from, count, null, null, 0, 0);
        Arrays.fill(input.ownSlope, 0f);
        return x;
    }

    /** A block that {@link #fill} gives its values, of derivative 0. */
    Block given() {
        Block block = next(Made.GIVEN, null, null, 0);
        if (slopes != null) {
            Arrays.fill(block.slope, block.at, block.at + points, 0);
        }
        return block;
    }

    void fill(Block given, int from, int to, float value) {
        Arrays.fill(given.value, given.at + from, given.at + to, value);
    }

    /**
     * Gives blocks the values of each point's input.
     *
     * @param table by input, padded by a vector; null for a block that has its values
     * @param inputOf by point, ascending, padded by a vector with the last
     */
    void spread(List<Block> given, float[][] table, int[] inputOf) {
        for (int n = 0; n < points; n += Lanes.COUNT) {
            int from = inputOf[n];
            // Rarely not so: where many inputs in between have no point.
            boolean near = inputOf[n + Lanes.COUNT - 1] - from < Lanes.COUNT;
            VectorShuffle<Float> order = near ? Lanes.order(inputOf, n, from) : null;
            for (int v = 0; v < table.length; v++) {
                float[] own = table[v];
                if (own == null) {
                    continue;
                }
                Block to = given.get(v);
                if (near) {
                    at(own, from).rearrange(order).intoArray(to.value, to.at + n);
                } else {
                    for (int p = n; p < Math.min(n + Lanes.COUNT, points); p++) {
                        to.value[to.at + p] = own[inputOf[p]];
                    }
                }
            }
        }
    }

    /** Seeds the way back: derivatives with respect to a function. */
    void seed(Block function, float[] derivative, int at) {
        for (int n = 0; n < points; n++) {
            function.slope[n] += derivative[at + n];
        }
    }

    void copySlope(Block block, float[] to, int at) {
        System.arraycopy(block.slope, 0, to, at, points);
    }

    float sumOfSlopes(Block block) {
        return Lanes.sum(block.slope, 0, points);
    }

    /**
     * Adds the slopes of each run of points to a place of its own: all runs in one method, for what calls it is too long
     * for the compiler to inline vectors there.
     *
     * @param ends of the runs, by point
     * @param inputs of the runs
     * @param places of the sums, by input
     */
    void addSlopes(Block block, int runs, int[] ends, int[] inputs, int[] places, float[] to) {
        int from = 0;
        for (int run = 0; run < runs; run++) {
            to[places[inputs[run]]] += Lanes.sum(block.slope, from, ends[run]);
            from = ends[run];
        }
    }

    /** Copies functions to their planes that are not there yet. */
    void end(List<Block> functions) {
        for (int j = 0; j < functions.size(); j++) {
            Block function = functions.get(j);
            if (function.plane != j) {
                int to = at + j * distance;
                System.arraycopy(function.value, function.at, values, to, points);
                if (slopes != null) {
                    System.arraycopy(function.slope, function.at, slopes, to, points);
                }
                if (function != input) {
                    function.plane = j;
                }
            }
        }
    }

    private Block next(Made made, Block first, Block second, float factor) {
        Block block = next();
        block.made = made;
        block.first = first;
        block.second = second;
        block.factor = factor;
        return block;
    }

    private Block next() {
        if (used == blocks.size()) {
            blocks.add(new Block());
        }
        Block block = blocks.get(used++);
        boolean placed = block.plane >= 0;
        block.at = placed ? at + block.plane * distance : 0;
        block.value = placed ? values : block.own;
        block.slope = placed ? slopes : block.ownSlope;
        if (backwards) {
            Arrays.fill(block.slope, 0);
        }
        return block;
    }

    static FloatVector at(float[] values, int n) {
        return FloatVector.fromArray(Lanes.SPECIES, values, n);
    }

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
        for (int n = 0; n < points; n += Lanes.COUNT) {
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
        for (int n = 0; n < points; n += Lanes.COUNT) {
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

    /** Takes what was seeded back through all operations since {@link #beginBackwards}. */
    void back() {
        for (int b = used - 1; b >= 0; b--) {
            Block y = blocks.get(b);
            y.made.back(y, points);
        }
    }
}
