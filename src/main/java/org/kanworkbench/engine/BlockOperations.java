package org.kanworkbench.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.kanworkbench.network.Operations;

/** Arithmetic on blocks of points, with derivatives where they are asked for. Blocks are used again by the next block of points. */
final class BlockOperations implements Operations<BlockOperations.Block> {

    /** Points in a block: some dozen of them stay in the first cache. */
    static final int POINTS = 128;

    /** Values at some points, and derivatives by the input there. */
    static final class Block {
        final float[] value = new float[POINTS];
        final float[] derivative = new float[POINTS];
    }

    private final List<Block> blocks = new ArrayList<>();
    private int used;
    private int points;
    private boolean derivatives;

    /** The input itself, as the first block. */
    Block begin(float[] s, int from, int count, boolean withDerivatives) {
        used = 0;
        points = count;
        derivatives = withDerivatives;
        Block x = next();
        System.arraycopy(s, from, x.value, 0, count);
        Arrays.fill(x.derivative, 1f);
        return x;
    }

    private Block next() {
        if (used == blocks.size()) {
            blocks.add(new Block());
        }
        return blocks.get(used++);
    }

    private static FloatVector at(float[] values, int n) {
        return FloatVector.fromArray(Lanes.SPECIES, values, n);
    }

    @Override
    public Block affine(Block x, double slope, double shift) {
        Block result = next();
        float a = (float) slope;
        float b = (float) shift;
        for (int n = 0; n < points; n += Lanes.COUNT) {
            at(x.value, n).mul(a).add(b).intoArray(result.value, n);
        }
        for (int n = 0; derivatives && n < points; n += Lanes.COUNT) {
            at(x.derivative, n).mul(a).intoArray(result.derivative, n);
        }
        return result;
    }

    @Override
    public Block add(Block a, Block b) {
        Block result = next();
        for (int n = 0; n < points; n += Lanes.COUNT) {
            at(a.value, n).add(at(b.value, n)).intoArray(result.value, n);
        }
        for (int n = 0; derivatives && n < points; n += Lanes.COUNT) {
            at(a.derivative, n).add(at(b.derivative, n)).intoArray(result.derivative, n);
        }
        return result;
    }

    @Override
    public Block subtract(Block a, Block b) {
        Block result = next();
        for (int n = 0; n < points; n += Lanes.COUNT) {
            at(a.value, n).sub(at(b.value, n)).intoArray(result.value, n);
        }
        for (int n = 0; derivatives && n < points; n += Lanes.COUNT) {
            at(a.derivative, n).sub(at(b.derivative, n)).intoArray(result.derivative, n);
        }
        return result;
    }

    @Override
    public Block multiply(Block a, Block b) {
        Block result = next();
        for (int n = 0; n < points; n += Lanes.COUNT) {
            at(a.value, n).mul(at(b.value, n)).intoArray(result.value, n);
        }
        for (int n = 0; derivatives && n < points; n += Lanes.COUNT) {
            at(a.derivative, n)
                    .mul(at(b.value, n))
                    .add(at(a.value, n).mul(at(b.derivative, n)))
                    .intoArray(result.derivative, n);
        }
        return result;
    }

    @Override
    public Block exp(Block x) {
        Block result = next();
        for (int n = 0; n < points; n += Lanes.COUNT) {
            FloatVector value = VectorMath.exp(at(x.value, n));
            value.intoArray(result.value, n);
            value.mul(at(x.derivative, n)).intoArray(result.derivative, n);
        }
        return result;
    }

    @Override
    public Block sin(Block x) {
        Block result = next();
        for (int n = 0; n < points; n += Lanes.COUNT) {
            VectorMath.sin(at(x.value, n)).intoArray(result.value, n);
        }
        for (int n = 0; derivatives && n < points; n += Lanes.COUNT) {
            VectorMath.cos(at(x.value, n)).mul(at(x.derivative, n)).intoArray(result.derivative, n);
        }
        return result;
    }

    @Override
    public Block cos(Block x) {
        Block result = next();
        for (int n = 0; n < points; n += Lanes.COUNT) {
            VectorMath.cos(at(x.value, n)).intoArray(result.value, n);
        }
        for (int n = 0; derivatives && n < points; n += Lanes.COUNT) {
            VectorMath.sin(at(x.value, n)).mul(at(x.derivative, n)).neg().intoArray(result.derivative, n);
        }
        return result;
    }
}
