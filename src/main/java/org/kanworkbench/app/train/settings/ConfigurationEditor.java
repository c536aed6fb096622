package org.kanworkbench.app.train.settings;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableMap;
import org.kanworkbench.app.controls.setting.Parsing;
import org.kanworkbench.app.controls.setting.Setting;
import org.kanworkbench.app.train.Wording;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.network.Field;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.Presets;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engine;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.device.Device;
import org.kanworkbench.training.loop.TrainingRun;

/** The inspector's settings, and the resulting configuration. */
public final class ConfigurationEditor {

    /** How long is trained, and on what runs are scored: what another preset leaves, so that runs can be compared. */
    private static final Set<Field<?>> OF_THE_RUN =
            Set.of(RecipeField.EPOCHS, RecipeField.VALIDATION_ROWS, RecipeField.PATIENCE, RecipeField.KEEP_BEST);

    final NetworkSettings network = new NetworkSettings();
    public final FieldSettings<Recipe> recipe = new FieldSettings<>(
            RecipeField.ALL, network.basis, Presets.ALL.getFirst().recipe());
    public final ToySettings toys = new ToySettings();
    public final Setting<Preset> preset = Setting.choice(Presets.ALL.getFirst(), Preset::name);
    final Setting<Long> seed = Parsing.seed(0);
    public final Setting<Integer> threads;
    public final Setting<String> engine = Setting.choice(Configuration.VECTOR, this::engineLabel);

    private final ObjectProperty<DataSource> source = new SimpleObjectProperty<>();
    private final ObjectProperty<Dataset> dataset = new SimpleObjectProperty<>();
    private final ReadOnlyObjectWrapper<Configuration> configuration = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private final Engines engines;
    /** Where the engines would compute, by their names, once that is known; changes on the interface thread only. */
    final ObservableMap<String, Device> devices = FXCollections.observableHashMap();

    /** File of the weights to begin with, empty for fresh ones, and the network that they are for. */
    private final ReadOnlyStringWrapper start = new ReadOnlyStringWrapper("");

    private NetworkSpec startNetwork;
    /** The preset whose settings were shown last, as it is for their data: others than the chosen while those are read. */
    private Preset shown;

    private boolean taking;

    public ConfigurationEditor(Engines engines) {
        this.engines = engines;
        int cores = Runtime.getRuntime().availableProcessors();
        threads = Parsing.whole("threads", cores, 1, Math.max(cores, 64));
        InvalidationListener update = _ -> update();
        settings().forEach(setting -> setting.onChange(this::update));
        network.hidden.addListener((ListChangeListener<Setting<Integer>>) change -> {
            while (change.next()) {
                change.getAddedSubList().forEach(added -> added.onChange(this::update));
            }
            update();
        });
        dataset.addListener(update);
        devices.addListener(update);
        preset.valueProperty().addListener((_, _, chosen) -> take(chosen));
        take(preset.get());
    }

    private Stream<Setting<?>> settings() {
        return Stream.of(
                        network.fixedSettings().stream(),
                        recipe.settings().stream(),
                        toys.settings().stream(),
                        Stream.of(seed, threads, engine))
                .flatMap(s -> s);
    }

    private void take(Preset chosen) {
        if (!taking) {
            Preset fitted = fitted(chosen);
            shown = fitted;
            batched(() -> {
                network.preset(fitted);
                recipe.preset(fitted.recipe(), OF_THE_RUN);
            });
        }
    }

    /** A preset as it is for the chosen data. */
    private Preset fitted(Preset chosen) {
        return dataset.get() == null ? chosen : fitted(chosen, source.get(), dataset.get());
    }

    private static Preset fitted(Preset chosen, DataSource data, Dataset loaded) {
        return data.fitted(chosen, loaded.target().loss(), loaded.inputs());
    }

    /** How many parameters a preset has for the chosen data, in words. */
    String size(Preset any) {
        Dataset data = dataset.get();
        if (data == null) {
            return "";
        }
        try {
            NetworkSpec made = fitted(any).network(data.inputs(), data.outputs());
            return Wording.count(made.parameters()) + " parameters";
        } catch (IllegalArgumentException _) {
            return "for images only";
        }
    }

    /** Changes many settings with one update at the end. */
    private void batched(Runnable changes) {
        taking = true;
        try {
            changes.run();
        } finally {
            taking = false;
            update();
        }
    }

    /** Sets what the network is trained on. The preset's defaults follow; what somebody has changed stays. */
    public void use(DataSource newSource, Dataset loaded) {
        Preset before = shown;
        Preset now = fitted(preset.get(), newSource, loaded);
        shown = now;
        batched(() -> {
            if (!now.equals(before)) {
                network.refitHidden(now);
                recipe.refit(now.recipe());
            }
            source.set(newSource);
            toys.show(newSource);
            if (loaded != dataset.get()) {
                // Who hears of the new data must not find a network for the old.
                configuration.set(null);
            }
            dataset.set(loaded);
        });
    }

    /**
     * Shows a configuration, its preset's values being the defaults.
     *
     * @throws IllegalArgumentException when it cannot be shown; nothing has changed then
     */
    public void show(Configuration given) {
        // Tried elsewhere first: what was set may be no configuration, which could be brought back.
        new ConfigurationEditor(engines).apply(given);
        apply(given);
    }

    private void apply(Configuration given) {
        batched(() -> {
            Preset named = Preset.named(given.preset()).orElse(preset.get());
            preset.set(named);
            Preset fitted = given.data()
                    .fitted(named, given.recipe().loss(), given.network().inputs());
            shown = fitted;
            network.preset(fitted);
            recipe.preset(fitted.recipe());
            network.show(given.network());
            recipe.show(given.recipe());
            seed.set(given.seed());
            threads.set(given.threads());
            engine.set(given.engine());
            start.set(given.start());
            startNetwork = given.network();
        });
    }

    /** The names of all engines, in the order in which people choose, each before its further devices as far as they are known. */
    List<String> engines() {
        return engines.all().stream()
                .map(Engine::name)
                .flatMap(name -> Stream.concat(
                        Stream.of(name),
                        devices.keySet().stream()
                                .filter(one -> one.startsWith(name + ":"))
                                .sorted(Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder()))))
                .toList();
    }

    /** Asks every engine for its device, which may take a moment: for the background. */
    public void lookForDevices(Executor ui) {
        Map<String, Device> found = new LinkedHashMap<>();
        engines.all().forEach(any -> found.put(any.name(), any.device()));
        ui.execute(() -> devices.putAll(found));
    }

    /** Asks the devices themselves, all that an engine has, which loads their drivers: for the background. */
    public void askDevices(Executor ui) {
        Map<String, Device> found = new LinkedHashMap<>();
        engines.probe(found::put);
        ui.execute(() -> devices.putAll(found));
    }

    private String engineLabel(String name) {
        Device device = devices == null ? null : devices.get(name);
        if (device == null) {
            return name;
        }
        return name + (device.available() ? " · " : " · not available: ") + device.sentence();
    }

    /** Where the chosen engine computes, or why it cannot; empty until that is known. */
    String device() {
        Device device = devices.get(engine.get());
        return device == null ? "" : (device.available() ? "" : "Not available: ") + device.sentence();
    }

    private void checkDevice() {
        Device device = devices.get(engine.get());
        if (device != null && !device.available()) {
            throw new IllegalArgumentException(engine.get() + " is not available: " + device.sentence());
        }
    }

    private void update() {
        if (taking) {
            return;
        }
        Optional<String> wrong =
                Setting.problem(Stream.concat(settings().filter(this::counts), network.hidden.stream()));
        if (wrong.isPresent()) {
            problem.set(wrong.get());
            configuration.set(null);
            return;
        }
        Dataset data = dataset.get();
        if (data == null) {
            problem.set("no data set yet: open one");
            configuration.set(null);
            return;
        }
        try {
            NetworkSpec made = network.network(data.inputs(), data.outputs());
            Configuration whole = new Configuration(
                    preset.get().name(),
                    source.get(),
                    made,
                    recipe.form().with(recipe.values()),
                    seed.get(),
                    threads.get(),
                    engine.get(),
                    start.get());
            checkStart(made);
            TrainingRun.check(engines, whole, data);
            checkDevice();
            configuration.set(whole);
            problem.set("");
        } catch (IllegalArgumentException e) {
            problem.set(e.getMessage());
            configuration.set(null);
        }
    }

    private void checkStart(NetworkSpec made) {
        if (!start.get().isEmpty() && !made.equals(startNetwork)) {
            throw new IllegalArgumentException("the weights of " + StartWeights.name(start.get())
                    + " are for another network: set it back, or start with new weights");
        }
    }

    /** Resets to random initial weights. */
    void startAnew() {
        start.set("");
        update();
    }

    /** File of the initial weights; empty for random initialisation. */
    ReadOnlyStringProperty startProperty() {
        return start.getReadOnlyProperty();
    }

    private boolean counts(Setting<?> setting) {
        if (toys.settings().contains(setting)) {
            return toys.chosenProperty().get();
        }
        return network.counts(setting) && recipe.counts(setting);
    }

    public ReadOnlyObjectProperty<Dataset> datasetProperty() {
        return dataset;
    }

    public ReadOnlyObjectProperty<DataSource> sourceProperty() {
        return source;
    }

    /** The resulting configuration; null if invalid. */
    public ReadOnlyObjectProperty<Configuration> configurationProperty() {
        return configuration.getReadOnlyProperty();
    }

    /** Why there is no configuration, in one line; empty when there is one. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }
}
