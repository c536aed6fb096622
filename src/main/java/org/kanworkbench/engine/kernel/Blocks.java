package org.kanworkbench.engine.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/**
 * The blocks of points that a formula is evaluated in, optionally with derivatives: forwards, with respect to the input, or
 * backwards, of whatever is seeded with respect to everything. A formula does the same operations for every block, so the
 * destinations of its functions are recorded in the first block, and later blocks write there directly.
 */
class Blocks {

    /** Points per block: few enough for intermediate values to stay in the cache, enough to amortise a loop. */
    static final int POINTS = 128;

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
        int at;
        /** The destination plane; negative for an intermediate value. */
        private int plane = -1;
        /** Whether another block is made of its values. */
        private boolean read;
        /** Whether its slope has been seeded since {@link #beginBackwards}. */
        private boolean seeded;

        Made made;
        Block first;
        Block second;
        Block third;
        float factor;
    }

    private final Block input = new Block();
    private final List<Block> blocks = new ArrayList<>();
    private final List<Block> given = new ArrayList<>();
    private int used;
    int points;
    float[] values;
    /** Null without derivatives. */
    float[] slopes;

    private int at;
    private int distance;
    boolean backwards;
    /** Whether a block has been taken back, so that those that are read are known. */
    private boolean known;

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

    /**
     * The first blocks of a formula, which {@link #fill} or {@link #spread} give values, of derivative 0. They keep them
     * from one block of points to the next.
     */
    List<Block> given(int count) {
        while (given.size() < count) {
            given.add(next(Made.GIVEN, null, null, 0));
        }
        used = count;
        return given;
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
        if (!function.seeded && function != input) {
            function.seeded = true;
            System.arraycopy(derivative, at, function.slope, 0, points);
            Arrays.fill(function.slope, points, Lanes.padded(points), 0);
            return;
        }
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
                if (function != input && function.made != Made.GIVEN) {
                    function.plane = j;
                }
            }
        }
    }

    Block next(Made made, Block first, Block second, float factor) {
        Block block = next();
        block.made = made;
        block.first = first;
        block.second = second;
        block.factor = factor;
        read(first);
        read(second);
        return block;
    }

    /** Notes that a block's values are read. */
    void read(Block block) {
        if (block != null) {
            block.read = true;
        }
    }

    /** Whether a block's values are for nothing: on the way back, those of functions that no other is made of. */
    boolean unread(Block block) {
        return known && !block.read;
    }

    Block next() {
        if (used == blocks.size()) {
            blocks.add(new Block());
        }
        Block block = blocks.get(used++);
        boolean placed = block.plane >= 0;
        block.at = placed ? at + block.plane * distance : 0;
        block.value = placed ? values : block.own;
        block.slope = placed ? slopes : block.ownSlope;
        return block;
    }

    static FloatVector at(float[] values, int n) {
        return FloatVector.fromArray(Lanes.SPECIES, values, n);
    }

    /** Takes what was seeded back through all operations since {@link #beginBackwards}. */
    void back() {
        for (int b = 0; b < used; b++) {
            Block block = blocks.get(b);
            if (!block.seeded) {
                Arrays.fill(block.slope, 0);
            }
            block.seeded = false;
        }
        for (int b = used - 1; b >= 0; b--) {
            Block y = blocks.get(b);
            y.made.back(y, points);
        }
        known = true;
    }
}
