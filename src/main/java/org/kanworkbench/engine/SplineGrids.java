package org.kanworkbench.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.kanworkbench.engine.grid.SplineRefit;
import org.kanworkbench.engine.layer.LayerPass;
import org.kanworkbench.engine.layer.LayerWeights;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.tensor.Tensor;

/**
 * Measures and updates the grids of a network's B-spline layers, by these layers' inputs for a sample of rows. Not
 * thread-safe; must not be used during a training step.
 */
public final class SplineGrids {

    /** Inputs outside by less than this share of the grid count as rounding errors. */
    private static final double ROUNDING = 1e-6;

    private final NetworkPass pass;
    private final float[] sample;
    private final int width;
    private final int batch;
    private final float[] x;

    /**
     * @param sample rows × inputs, row-major; not copied
     * @param batch rows per forward pass
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

    /** Whether a layer of a network has a grid. */
    public static boolean in(NetworkSpec network) {
        return network.layers().stream().anyMatch(SplineGrids::has);
    }

    /** The fewest intervals of a grid in a network that has any. */
    public static int coarsest(NetworkSpec network) {
        return network.layers().stream()
                .filter(SplineGrids::has)
                .mapToInt(layer -> ((BSpline) layer.basis()).grid())
                .min()
                .orElseThrow();
    }

    private static boolean has(LayerSpec layer) {
        return layer.basis() instanceof BSpline;
    }

    /** The share of every layer's scaled inputs that lies outside its grid; empty for a layer without one. */
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
     * Moves every grid to the range of its inputs and refits the coefficients to preserve the edge functions. Layers
     * are updated first to last, as each sees the outputs of the one before. The optimiser state of refitted
     * coefficients is reset.
     *
     * @param followers networks of the same form that are updated alike, for instance the EMA of this one
     * @return layers whose grid was updated
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

    /**
     * Computes a network with grids of half the distance between knots, and the same edge functions at the sample, by
     * least squares.
     *
     * @param most intervals that no grid is to exceed
     * @param followers weights of the same form that are refined alike
     * @return the refined network, then the followers; empty if every grid has as many already
     */
    public List<Model> refined(int most, Network network, Network... followers) {
        List<Model> models = new ArrayList<>();
        models.add(network.snapshot());
        for (Network follower : followers) {
            models.add(follower.snapshot());
        }
        boolean finer = false;
        LayerPass[] layers = pass.layers();
        for (int l = 0; l < layers.length; l++) {
            if (layers[l].weights().spec.basis() instanceof BSpline old && old.grid() < most) {
                float[] s = inputs(layers[l]);
                BSpline grid = SplineRefit.finer(old, s, most);
                double[][] transfer = SplineRefit.transfer(old, grid, s);
                int layer = l;
                models.replaceAll(model -> onGrid(model, layer, grid, transfer));
                finer = true;
            }
        }
        return finer ? models : List.of();
    }

    private static Model onGrid(Model model, int l, BSpline grid, double[][] transfer) {
        List<LayerSpec> layers = new ArrayList<>(model.network().layers());
        LayerSpec layer = layers.get(l).withBasis(grid);
        layers.set(l, layer);
        String name = LayerTensor.BASIS_WEIGHT.name(l);
        float[] old = model.tensor(name).values();
        float[] values = new float[(int) LayerTensor.BASIS_WEIGHT.size(layer)];
        int functions = transfer.length;
        int before = transfer[0].length;
        for (int edge = 0; edge < values.length / functions; edge++) {
            for (int k = 0; k < functions; k++) {
                double sum = 0;
                for (int j = 0; j < before; j++) {
                    sum += transfer[k][j] * old[edge * before + j];
                }
                values[edge * functions + k] = (float) sum;
            }
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>(model.tensors());
        tensors.put(name, new Tensor(LayerTensor.BASIS_WEIGHT.shape(layer), values));
        return new Model(model.network().withLayers(layers), tensors);
    }

    /** A layer's scaled inputs over the whole sample. */
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
