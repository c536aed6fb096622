package org.kanworkbench.app.train.settings;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.kanworkbench.app.controls.setting.Parsing;
import org.kanworkbench.app.controls.setting.Setting;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.LayerField;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Limits;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.Presets;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.stem.NoStem;
import org.kanworkbench.network.stem.Stem;

/**
 * The network's settings. Basis and base activation hold for every layer; scaling, normalisation, activation and
 * dropout for all but the last, which keeps its preset's.
 */
final class NetworkSettings {

    final ObservableList<Setting<Integer>> hidden = FXCollections.observableArrayList();
    /** Channels of every stage; counts for stems of convolutions alone. */
    final Setting<List<Integer>> channels = Parsing.counts("channels", List.of(16, 32));

    final BasisSettings basis = new BasisSettings();
    /** The form of all layers but the last. */
    final FieldSettings<LayerSpec> layer =
            new FieldSettings<>(LayerField.ALL, basis, Presets.ALL.getFirst().hiddenLayer());

    /** The form that the last layer has but for base and parameters of the basis. */
    final ObjectProperty<LayerSpec> last = new SimpleObjectProperty<>();

    /** What comes before the first layer; its channels are those of the setting. */
    final ObjectProperty<Stem> stem = new SimpleObjectProperty<>(new NoStem());

    private List<Integer> standardHidden = List.of();

    /** Takes a preset's network as defaults and as values. */
    void preset(Preset preset) {
        stem.set(preset.stem());
        if (!preset.stem().channels().isEmpty()) {
            channels.preset(preset.stem().channels());
        }
        standardHidden = preset.hidden();
        basis.preset(preset.hiddenLayer().basis());
        layer.preset(preset.hiddenLayer());
        last.set(preset.lastLayer());
        resetHidden();
    }

    /**
     * Takes a preset's last layer and hidden layers as the default, and hidden layers as they are to be unless somebody
     * has changed them.
     */
    void refitHidden(Preset preset) {
        last.set(preset.lastLayer());
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
        stem.set(network.stem());
        if (!network.stem().channels().isEmpty()) {
            channels.set(network.stem().channels());
        }
        basis.show(layers.getFirst().basis());
        layer.show(layers.size() > 1 ? layers.getFirst() : layer.form());
        layer.of(LayerField.BASE).set(layers.getFirst().base());
        last.set(layers.getLast());
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
        LayerSpec form = layer.form();
        LayerSpec hiddenForm = form.with(basis.make(form.basis()), layer.values());
        Activation base = hiddenForm.base() == form.base() ? last.get().base() : hiddenForm.base();
        Basis lastBasis = basis.make(last.get().basis());
        LayerSpec lastForm = last.get().with(lastBasis, Map.of(LayerField.BASE, base));
        Stem fitted = stem(inputs);
        List<Integer> sizes = Stream.of(
                        Stream.of(fitted.features(inputs)), hidden.stream().map(Setting::get), Stream.of(outputs))
                .flatMap(s -> s)
                .toList();
        List<LayerSpec> layers = IntStream.range(1, sizes.size())
                .mapToObj(
                        l -> (l == sizes.size() - 1 ? lastForm : hiddenForm).withSizes(sizes.get(l - 1), sizes.get(l)))
                .toList();
        return new NetworkSpec(fitted, layers);
    }

    private Stem stem(int inputs) {
        return stem.get().fitted(inputs).withChannels(channels.get());
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

    /** All but the hidden layers. */
    List<Setting<?>> fixedSettings() {
        return Stream.of(Stream.of(channels), basis.settings(), layer.settings().stream())
                .<Setting<?>>flatMap(settings -> settings)
                .toList();
    }

    /** Whether a setting has a meaning: channels without convolutions and the parameters of another family have none. */
    boolean counts(Setting<?> setting) {
        return setting == channels ? !stem.get().channels().isEmpty() : !basis.holds(setting) || basis.counts(setting);
    }
}
