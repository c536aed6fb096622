package org.kanworkbench.engine;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.kanworkbench.engine.grid.SplineRefit;
import org.kanworkbench.engine.layer.LayerPass;
import org.kanworkbench.engine.layer.LayerWeights;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.basis.BSpline;

/**
 * The grids of a living network's B-spline layers, held against the inputs that these layers meet when a sample of rows
 * passes through. Not thread-safe, and not to be used while the network is trained.
 */
public final class SplineGrids {

    /** Inputs that lie outside by less than this share of the grid are there by rounding. */
    private static final double ROUNDING = 1e-6;

    private final NetworkPass pass;
    private final float[] sample;
    private final int width;
    private final int batch;
    private final float[] x;

    /**
     * @param sample rows × inputs, row-major; kept
     * @param batch rows that pass through together
     * @param background see {@code Features.background()}
     */
    public SplineGrids(Network network, float[] sample, int batch, OptionalDouble background, Workers workers) {
        this.sample = sample;
        this.batch = batch;
        width = network.spec().inputs();
        x = new float[batch * width];
        pass = new NetworkPass(
                network, batch, (float) background.orElse(Double.NaN), NetworkPass.Purpose.LIVE, workers);
    }

    /** Whether a layer has a grid. */
    public static boolean has(LayerSpec layer) {
        return layer.basis() instanceof BSpline;
    }

    /** The share of every layer's inputs, as scaled for the basis, that lie outside its grid; empty where there is none. */
    public List<OptionalDouble> outside() {
        LayerPass[] layers = pass.layers();
        long[] outside = new long[layers.length];
        int rows = sample.length / width;
        for (int from = 0; from < rows; from += batch) {
            forward(from);
            for (int l = 0; l < layers.length; l++) {
                if (layers[l].weights().spec.basis() instanceof BSpline grid) {
                    outside[l] += count(layers[l].scaledInputs(), grid);
                }
            }
        }
        return IntStream.range(0, layers.length)
                .mapToObj(l -> share(layers[l].weights().spec, outside[l], rows))
                .toList();
    }

    private static OptionalDouble share(LayerSpec layer, long outside, int rows) {
        return has(layer)
                ? OptionalDouble.of((double) outside / ((long) rows * layer.inputs()))
                : OptionalDouble.empty();
    }

    private static int count(float[] s, BSpline grid) {
        double slack = ROUNDING * (grid.upper() - grid.lower());
        float lower = (float) (grid.lower() - slack);
        float upper = (float) (grid.upper() + slack);
        int outside = 0;
        for (float value : s) {
            outside += value >= lower && value <= upper ? 0 : 1;
        }
        return outside;
    }

    /**
     * Moves every grid to where the inputs are and refits the coefficients, so that the edge functions stay; first layers
     * first, as later ones meet what they give. What an optimiser remembers of refitted coefficients starts anew.
     *
     * @param followers networks of the same form whose grids and coefficients move along, for instance an average of this one
     * @return layers whose grid has moved
     */
    public int update(Network... followers) {
        int moved = 0;
        LayerPass[] layers = pass.layers();
        for (int l = 0; l < layers.length; l++) {
            LayerWeights weights = layers[l].weights();
            if (!(weights.spec.basis() instanceof BSpline old)) {
                continue;
            }
            float[] s = inputs(layers[l]);
            Optional<BSpline> grid = SplineRefit.grid(old, s);
            if (grid.isPresent()) {
                double[][] transfer = SplineRefit.transfer(old, grid.get(), s);
                weights.moveGrid(grid.get(), transfer);
                for (Network follower : followers) {
                    follower.layers().get(l).moveGrid(grid.get(), transfer);
                }
                moved++;
            }
        }
        return moved;
    }

    /** What a layer's basis meets, over the whole sample. */
    private float[] inputs(LayerPass layer) {
        int rows = sample.length / width;
        int inputs = layer.weights().spec.inputs();
        float[] all = new float[rows * inputs];
        for (int from = 0; from < rows; from += batch) {
            forward(from);
            float[] s = layer.scaledInputs();
            System.arraycopy(s, 0, all, from * inputs, s.length);
        }
        return all;
    }

    private void forward(int from) {
        int rows = Math.min(batch, sample.length / width - from);
        System.arraycopy(sample, from * width, x, 0, rows * width);
        pass.forward(x, rows, false, 0);
    }
}
