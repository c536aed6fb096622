package org.kanworkbench.engine.kernel;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.kanworkbench.network.basis.FormulaBasis;

/** A formula's functions and derivatives, each operation over a block of points at a time. */
final class FormulaKernel implements BasisKernel {

    private final FormulaBasis basis;
    /** Buffers that nobody uses, of as many threads as have worked at once. */
    private final Queue<BlockOperations> idle = new ConcurrentLinkedQueue<>();

    FormulaKernel(FormulaBasis basis) {
        this.basis = basis;
    }

    @Override
    public void expand(float[] s, int count, float[] value, float[] derivative, int at, int plane) {
        BlockOperations operations = idle.poll();
        if (operations == null) {
            operations = new BlockOperations();
        }
        for (int n = 0; n < count; n += Blocks.POINTS) {
            int points = Math.min(Blocks.POINTS, count - n);
            Blocks.Block x = operations.begin(s, n, points, value, derivative, at + n, plane);
            operations.end(basis.functions(x, operations));
        }
        idle.add(operations);
    }
}
