package org.kanworkbench.explain;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.kanworkbench.network.Model;

/**
 * The edge functions of a model, by layer: f(x) = w·act(x) + Σ_k c_k·φ_k(s(x)), from the weights alone. A range for
 * input scaling that is not among the weights (BATCH_MIN_MAX, ROW_MIN_MAX) is passed in once, so that predictions never
 * change a curve. Immutable.
 */
public final class EdgeFunctions {

    /** The default range of a layer that scales by its batch or row, until one is measured. */
    public static final Interval UNMEASURED = new Interval(-1, 1);

    private final Model model;
    private final List<LayerEdges> layers;

    /**
     * Uses {@link #UNMEASURED} for ranges that are not among the weights: the curves' shapes are right, their axes are
     * a guess.
     */
    public EdgeFunctions(Model model) {
        this(model, Collections.nCopies(model.network().layers().size(), UNMEASURED));
    }

    /** @param ranges minimum and maximum input of every layer, used for layers that scale by batch or row */
    public EdgeFunctions(Model model, List<Interval> ranges) {
        int count = model.network().layers().size();
        if (ranges.size() != count) {
            throw new IllegalArgumentException(
                    ranges.size() + " ranges for " + count + " layers: pass one for each layer");
        }
        this.model = model;
        Model sloped = Attributor.withTrueDerivatives(model);
        layers = IntStream.range(0, count)
                .mapToObj(l -> new LayerEdges(sloped, l, ranges.get(l)))
                .toList();
    }

    public Model model() {
        return model;
    }

    public int layers() {
        return layers.size();
    }

    /** @param layer from 0; throws IllegalArgumentException if out of range */
    public LayerEdges layer(int layer) {
        return layers.get(LayerEdges.checked("layer", layer, layers.size()));
    }
}
