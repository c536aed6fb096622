package org.kanworkbench.app.train.settings;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.kanworkbench.app.controls.Parsing;
import org.kanworkbench.app.controls.Setting;
import org.kanworkbench.app.train.Wording;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.Convolutions;
import org.kanworkbench.network.Initialization;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Limits;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.NoStem;
import org.kanworkbench.network.Normalization;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.Stem;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.Basis;

/**
 * What can be set about the network. Basis and base activation hold for every layer; scaling, normalisation, activation
 * and dropout for all but the last, which keeps its preset's.
 */
final class NetworkSettings {

    final ObservableList<Setting<Integer>> hidden = FXCollections.observableArrayList();
    /** Channels of every stage; counts for stems of convolutions alone. */
    final Setting<List<Integer>> channels = Parsing.counts("channels", List.of(16, 32));

    final BasisSettings basis = new BasisSettings();
    final Setting<InputScaling> scaling = Setting.choice(InputScaling.NONE, Wording::of);
    final Setting<Normalization> normalization = Setting.choice(Normalization.NONE, Wording::of);
    final Setting<Activation> base = Setting.choice(Activation.SILU, Wording::of);
    final Setting<Activation> activation = Setting.choice(Activation.IDENTITY, Wording::of);
    final Setting<Double> dropout = Parsing.real("dropout", 0, 0, false, 0.95);

    /** The form that the last layer has but for basis and base. */
    final ObjectProperty<LayerSpec> last = new SimpleObjectProperty<>();

    /** What comes before the first layer; its channels are those of the setting. */
    final ObjectProperty<Stem> stem = new SimpleObjectProperty<>(new NoStem());

    private LayerSpec form;
    private LayerSpec lastForm;
    private List<Integer> standardHidden = List.of();

    /** Takes a preset's network as defaults and as values. */
    void preset(Preset preset) {
        stem.set(preset.stem());
        if (preset.stem() instanceof Convolutions convolutions) {
            channels.preset(convolutions.channels());
        }
        form = preset.hiddenLayer();
        lastForm = preset.lastLayer();
        standardHidden = preset.hidden();
        basis.preset(form.basis());
        scaling.preset(form.scaling());
        normalization.preset(form.normalization());
        base.preset(form.base());
        activation.preset(form.activation());
        dropout.preset(form.dropout());
        last.set(lastForm);
        resetHidden();
    }

    /** Takes a preset's hidden layers as the default, and as they are to be unless somebody has changed them. */
    void refitHidden(Preset preset) {
        boolean kept = hiddenChanged();
        standardHidden = preset.hidden();
        if (kept) {
            // The same sizes anew, so that they are compared with the new default.
            hidden.setAll(hidden.stream()
                    .map(Setting::get)
                    .map(NetworkSettings::units)
                    .toList());
        } else {
            resetHidden();
        }
    }

    /**
     * Takes the values of a network, and leaves the defaults.
     *
     * @throws IllegalArgumentException when it has a form that the settings cannot express
     */
    void show(NetworkSpec network) {
        List<LayerSpec> layers = network.layers();
        if (layers.size() > 1) {
            form = layers.getFirst();
        }
        lastForm = layers.getLast();
        stem.set(network.stem());
        if (network.stem() instanceof Convolutions convolutions) {
            channels.set(convolutions.channels());
        }
        basis.show(layers.getFirst().basis());
        scaling.set(form.scaling());
        normalization.set(form.normalization());
        base.set(layers.getFirst().base());
        activation.set(form.activation());
        dropout.set(form.dropout());
        last.set(lastForm);
        hidden.setAll(layers.stream()
                .limit(layers.size() - 1L)
                .map(layer -> units(layer.outputs()))
                .toList());
        if (!network.equals(network(network.inputs(), network.outputs()))) {
            throw new IllegalArgumentException(
                    "the hidden layers differ in more than their size, which this pane cannot"
                            + " show: train it with ./workbench train --config");
        }
    }

    /** @throws IllegalArgumentException of one line, when there is no such network */
    NetworkSpec network(int inputs, int outputs) {
        Basis made = basis.make(form.basis());
        LayerSpec hiddenForm = new LayerSpec(
                1,
                1,
                made,
                scaling.get(),
                base.get(),
                form.constantTerm(),
                form.bias(),
                normalization.get(),
                activation.get(),
                dropout.get(),
                form.edgeScale(),
                start(form, made),
                form.basisBias());
        Activation lastBase = base.get() == form.base() ? lastForm.base() : base.get();
        LayerSpec lastLayer = new LayerSpec(
                1,
                1,
                made,
                lastForm.scaling(),
                lastBase,
                lastForm.constantTerm(),
                lastForm.bias(),
                lastForm.normalization(),
                lastForm.activation(),
                lastForm.dropout(),
                lastForm.edgeScale(),
                start(lastForm, made),
                lastForm.basisBias());
        Stem fitted = stem(inputs);
        List<Integer> sizes = Stream.of(
                        Stream.of(fitted.features(inputs)), hidden.stream().map(Setting::get), Stream.of(outputs))
                .flatMap(s -> s)
                .toList();
        List<LayerSpec> layers = IntStream.range(1, sizes.size())
                .mapToObj(
                        l -> (l == sizes.size() - 1 ? lastLayer : hiddenForm).withSizes(sizes.get(l - 1), sizes.get(l)))
                .toList();
        return new NetworkSpec(fitted, layers);
    }

    private Stem stem(int inputs) {
        Stem fitted = stem.get().fitted(inputs);
        return fitted instanceof Convolutions c ? new Convolutions(c.height(), c.width(), channels.get()) : fitted;
    }

    /** A form's own start, where the basis allows it. */
    private static Initialization start(LayerSpec form, Basis basis) {
        return form.initialization() == Initialization.SPLINE_NOISE && !(basis instanceof BSpline)
                ? Initialization.KAIMING
                : form.initialization();
    }

    /** Adds a layer before the last one, as large as the one before it. */
    void addLayer() {
        hidden.add(units(hidden.isEmpty() ? 64 : hidden.getLast().get()));
    }

    void removeLayer(Setting<Integer> layer) {
        hidden.remove(layer);
    }

    void resetHidden() {
        hidden.setAll(standardHidden.stream().map(NetworkSettings::units).toList());
    }

    boolean hiddenChanged() {
        return !standardHidden.equals(hidden.stream().map(Setting::get).toList());
    }

    private static Setting<Integer> units(int units) {
        return Parsing.whole("layer size", units, 1, Limits.MAX_UNITS);
    }

    /** What counts: the parameters of another family and the scaling of no basis do not. */
    List<Setting<?>> fixedSettings() {
        return Stream.of(
                        Stream.of(channels),
                        basis.settings(),
                        Stream.of(scaling, normalization, base, activation, dropout))
                .<Setting<?>>flatMap(settings -> settings)
                .toList();
    }

    boolean counts(Setting<?> setting) {
        if (setting == channels) {
            return stem.get() instanceof Convolutions;
        }
        return basis.holds(setting) ? basis.counts(setting) : setting != scaling || !basis.dense();
    }
}
