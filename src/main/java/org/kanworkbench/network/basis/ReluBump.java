package org.kanworkbench.network.basis;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.network.Limits;
import org.kanworkbench.network.basis.trained.TrainedBasis;

/**
 * Bumps (max(0, x − a)·max(0, b − x)·r)² with trained ends a and b of their own for every input; the basis of ReLU-KAN
 * (Qiu et al., 2024; github.com/quiqi/relu_kan). They begin on an even grid, each over {@code order} + 1 intervals and
 * of height 1; r stays as it is.
 *
 * @param grid number of intervals between lower and upper
 * @param order intervals that the bumps reach beyond the grid on either side
 * @param lower lower end of the grid, in units of the scaled input
 * @param upper upper end of the grid
 */
public record ReluBump(int grid, int order, double lower, double upper) implements TrainedBasis, GridBasis {

    public ReluBump {
        Limits.order("relu", order);
        Limits.count("grid", grid, 1, Limits.MAX_GRID);
        Limits.interval("relu", lower, upper);
    }

    @Override
    public BasisName name() {
        return new BasisName("relu", "ReLU bumps", "R");
    }

    @Override
    public ReluBump with(int otherGrid, int otherOrder) {
        return new ReluBump(otherGrid, otherOrder, lower, upper);
    }

    /** Lower and upper ends. */
    @Override
    public int kinds() {
        return 2;
    }

    @Override
    public int sets(int kind, int inputs) {
        return inputs;
    }

    @Override
    public double initial(int kind, int function, int input, int inputs) {
        return lower + (function - order + kind * (order + 1)) * step();
    }

    @Override
    public <T> List<T> functions(T x, List<T> own, Operations<T> with) {
        double width = (order + 1) * step();
        List<T> bumps = new ArrayList<>(terms());
        for (int k = 0; k < terms(); k++) {
            T root = with.ramps(x, own.get(k), own.get(terms() + k), 4 / (width * width));
            bumps.add(with.multiply(root, root));
        }
        return bumps;
    }
}
