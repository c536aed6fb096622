package org.kanworkbench.noise.contender;

import java.util.List;
import java.util.Map;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.LayerField;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Normalization;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.stem.NoStem;

/**
 * A preset's layers as a network with one output. The output is unbounded: the last layer's norm and activation, if
 * any, are omitted, as a norm over one output would be constant. Convolutions are omitted, too.
 *
 * @param order of the basis, or number of Gaussian centres; 0 for the preset's own
 * @param grid intervals of B-splines; 0 for the preset's own
 * @param normalized whether hidden layers have the preset's norm
 */
public record KanContender(
        String name, String preset, List<Integer> hidden, int order, int grid, boolean normalized, Match match)
        implements Contender.Trained {

    public KanContender {
        hidden = List.copyOf(hidden);
        Preset.checkName(preset);
    }

    /** The preset's own basis, without norms, under its own name. */
    public KanContender(String preset, List<Integer> hidden) {
        this(preset, preset, hidden, 0, 0, false, Match.NONE);
    }

    @Override
    public KanContender withMatch(Match other) {
        return new KanContender(name, preset, hidden, order, grid, normalized, other);
    }

    public KanContender named(String other) {
        return new KanContender(other, preset, hidden, order, grid, normalized, match);
    }

    public KanContender withOrder(int other) {
        return new KanContender(name, preset, hidden, other, grid, normalized, match);
    }

    public KanContender withGrid(int other) {
        return new KanContender(name, preset, hidden, order, other, normalized, match);
    }

    @Override
    public KanContender withHidden(List<Integer> units) {
        return new KanContender(name, preset, units, order, grid, normalized, Match.NONE);
    }

    @Override
    public NetworkSpec network(int inputs) {
        Preset own = Preset.named(preset).orElseThrow();
        Preset ordered = order == 0 ? own : own.withOrder(order);
        LayerSpec layer = normalized
                ? ordered.hiddenLayer()
                : plain(ordered.hiddenLayer(), ordered.hiddenLayer().activation());
        LayerSpec last = plain(ordered.lastLayer(), Activation.IDENTITY);
        return new NetworkSpec(
                own.stem().channels().isEmpty() ? own.stem() : new NoStem(),
                LayerSpec.stack(inputs, gridded(layer), hidden, gridded(last), 1));
    }

    private LayerSpec gridded(LayerSpec layer) {
        if (grid == 0) {
            return layer;
        }
        Basis basis = layer.basis();
        if (!(basis instanceof BSpline s)) {
            throw new IllegalArgumentException(
                    "preset \"" + preset + "\" has no grid: choose one with B-splines, for instance torchkan");
        }
        return layer.withBasis(new BSpline(grid, s.order(), s.lower(), s.upper()));
    }

    private static LayerSpec plain(LayerSpec layer, Activation activation) {
        return layer.with(Map.of(LayerField.NORMALIZATION, Normalization.NONE, LayerField.ACTIVATION, activation));
    }
}
