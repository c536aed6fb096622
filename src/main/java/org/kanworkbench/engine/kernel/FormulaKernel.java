package org.kanworkbench.engine.kernel;

import java.util.concurrent.atomic.AtomicReference;
import org.kanworkbench.network.basis.FormulaBasis;

/** A formula's functions and derivatives, each operation over a block of points at a time. */
final class FormulaKernel implements BasisKernel {

    private final FormulaBasis basis;
    /** What the last caller worked with; a second thread at the same time makes its own. */
    private final AtomicReference<BlockOperations> idle = new AtomicReference<>();

    FormulaKernel(FormulaBasis basis) {
        this.basis = basis;
    }

    @Override
    public void expand(float[] s, int count, float[] value, float[] derivative, int at, int plane) {
        BlockOperations operations = idle.getAndSet(null);
        if (operations == null) {
            operations = new BlockOperations();
        }
        for (int n = 0; n < count; n += BlockOperations.POINTS) {
            int points = Math.min(BlockOperations.POINTS, count - n);
            BlockOperations.Block x = operations.begin(s, n, points, value, derivative, at + n, plane);
            operations.end(basis.functions(x, operations));
        }
        idle.set(operations);
    }
}
