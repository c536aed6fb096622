package org.kanworkbench.explain;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.kanworkbench.network.Model;

/**
 * The functions on a model's edges, layer by layer: f(x) = w·act(x) + Σ_k c_k·φ_k(s(x)), from the weights alone. Where the
 * input scaling needs a range that no weight tells (BATCH_MIN_MAX, ROW_MIN_MAX), it is passed in once and for all, so that
 * what a network predicts never changes a curve. Immutable.
 */
public final class EdgeFunctions {

    /** The range of a layer that scales by its batch or row, as long as none was measured. */
    public static final Interval UNMEASURED = new Interval(-1, 1);

    private final Model model;
    private final List<LayerEdges> layers;

    /** With {@link #UNMEASURED} for the ranges that no weight tells: right in form, their axes a guess. */
    public EdgeFunctions(Model model) {
        this(model, Collections.nCopies(model.network().layers().size(), UNMEASURED));
    }

    /** @param ranges least and largest input of every layer, for layers that scale by batch or row; others keep their own */
    public EdgeFunctions(Model model, List<Interval> ranges) {
        int count = model.network().layers().size();
        if (ranges.size() != count) {
            throw new IllegalArgumentException(
                    ranges.size() + " ranges for " + count + " layers: pass one for each layer");
        }
        this.model = model;
        layers = IntStream.range(0, count)
                .mapToObj(l -> LayerEdges.of(model, l, ranges.get(l)))
                .toList();
    }

    public Model model() {
        return model;
    }

    public int layers() {
        return layers.size();
    }

    /** @param layer from 0; an IllegalArgumentException refuses others */
    public LayerEdges layer(int layer) {
        return layers.get(LayerEdges.checked("layer", layer, layers.size()));
    }
}
