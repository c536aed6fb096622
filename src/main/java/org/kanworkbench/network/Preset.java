package org.kanworkbench.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.stem.Stem;

/**
 * A named, complete configuration of architecture and recipe.
 *
 * @param name on the command line
 * @param description one line, for display
 * @param stem before the first layer; its size is ignored
 * @param hiddenLayer form of every layer but the last; its sizes are ignored
 * @param lastLayer form of the last layer; its sizes are ignored
 * @param hidden units of the hidden layers
 */
public record Preset(
        String name,
        String description,
        Stem stem,
        LayerSpec hiddenLayer,
        LayerSpec lastLayer,
        List<Integer> hidden,
        Recipe recipe) {

    public Preset {
        hidden = List.copyOf(hidden);
    }

    /** The preset's network for a data set, with its own hidden layers. */
    public NetworkSpec network(int inputs, int outputs) {
        return network(inputs, hidden, outputs);
    }

    /**
     * The preset's network with other hidden layers. Throws IllegalArgumentException if it does not support rows of
     * that size.
     */
    public NetworkSpec network(int inputs, List<Integer> hiddenUnits, int outputs) {
        Stem fitted = stem.fitted(inputs);
        return new NetworkSpec(
                fitted, LayerSpec.stack(fitted.features(inputs), hiddenLayer, hiddenUnits, lastLayer, outputs));
    }

    /**
     * The preset for points in the plane and small tables: hidden layers small enough to display in full, and a recipe for
     * few rows.
     */
    public Preset forSmallData() {
        return new Preset(name, description, stem, hiddenLayer, lastLayer, Presets.SMALL_HIDDEN, Presets.SMALL_RECIPE);
    }

    /**
     * The preset for numbers: the network and recipe for small data sets, trained by squared error, and outputs that
     * neither a norm nor an activation bounds.
     */
    public Preset forNumbers() {
        LayerSpec plain = lastLayer.with(Map.of(
                LayerField.NORMALIZATION, Normalization.NONE,
                LayerField.ACTIVATION, Activation.IDENTITY));
        return new Preset(
                name,
                description,
                stem,
                hiddenLayer,
                plain,
                Presets.SMALL_HIDDEN,
                Presets.SMALL_RECIPE.withLoss(Loss.MSE));
    }

    /** The same preset with another order (polynomials, B-splines) or number of centres (Gaussians). */
    public Preset withOrder(int order) {
        return withLayers(layer -> layer.withBasis(withOrder(layer.basis(), order)));
    }

    Preset withLayers(UnaryOperator<LayerSpec> change) {
        return new Preset(name, description, stem, change.apply(hiddenLayer), change.apply(lastLayer), hidden, recipe);
    }

    private static Basis withOrder(Basis basis, int order) {
        if (basis.parameters().isEmpty()) {
            throw new IllegalArgumentException("the preset has no basis, so no order: leave --order out");
        }
        List<Double> values = new ArrayList<>(basis.values());
        values.set(0, (double) order);
        return basis.with(values);
    }

    /** Throws IllegalArgumentException for a name that no preset has. */
    public static void checkName(String name) {
        if (named(name).isEmpty()) {
            throw new IllegalArgumentException(
                    "preset \"" + name + "\" is unknown: run the command presets to see which there are");
        }
    }

    /** The preset of that name. */
    public static Optional<Preset> named(String name) {
        return Presets.ALL.stream().filter(p -> p.name().equals(name)).findFirst();
    }
}
