package org.kanworkbench.app.runs.presets;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.kanworkbench.app.controls.setting.Parsing;
import org.kanworkbench.app.controls.setting.Setting;
import org.kanworkbench.app.controls.setting.Ticks;
import org.kanworkbench.compare.Comparison;
import org.kanworkbench.compare.Quantity;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.Presets;
import org.kanworkbench.training.Configuration;

/** The settings of a comparison of presets. */
final class PresetSettings {

    private static final Set<String> USUAL = Set.of("kal-net", "efficient-kan", "fourier-kan", Comparison.MLP);
    private static final int MOST_SEEDS = 1000;
    private static final int MOST_EPOCHS = 100_000;

    /** A data set that can be ticked. */
    record Data(String label, DataSource source, BooleanProperty chosen) {

        Data(String label, DataSource source) {
            this(label, source, new SimpleBooleanProperty());
        }
    }

    final Setting<Quantity> quantity = Setting.choice(Quantity.PARAMETERS, Quantity::label);
    final Setting<String> first = Setting.choice("kal-net", name -> name);
    final Setting<Integer> seeds = Parsing.whole("seeds", Comparison.SEEDS, 1, MOST_SEEDS);
    final Setting<Integer> epochs = Parsing.whole("epochs", 0, 0, MOST_EPOCHS);
    final Setting<Integer> rows = Parsing.whole("training samples", 0, 0, Integer.MAX_VALUE);
    final Setting<String> engine = Setting.choice(Configuration.VECTOR, name -> name);

    final ObservableList<Data> data = FXCollections.observableArrayList();
    final Ticks<String> presets = new Ticks<>(
            Presets.ALL.stream()
                    .map(Preset::name)
                    .filter(name -> !name.endsWith("-faithful"))
                    .toList(),
            USUAL::contains);
    private final List<Runnable> listeners = new ArrayList<>();

    PresetSettings() {
        data.addListener((ListChangeListener<Data>) change -> {
            while (change.next()) {
                change.getAddedSubList()
                        .forEach(added -> added.chosen().addListener(_ -> listeners.forEach(Runnable::run)));
            }
        });
        data.add(new Data("MNIST", new DataSource.Mnist()));
        for (ToyShape shape : ToyShape.values()) {
            data.add(new Data(shape.label(), DataSource.Toy.of(shape)));
        }
        data.add(new Data("Airfoil self-noise", new DataSource.Airfoil()));
        DataSource.Function.EXAMPLES.forEach(function -> data.add(new Data(function.expression(), function)));
        data.getFirst().chosen().set(true);
    }

    /** Ticks a folder of images or a table, which is offered from now on, with these columns instead of others. */
    void add(DataSource source) {
        data.removeIf(d -> d.source() instanceof DataSource.CsvFile old
                && source instanceof DataSource.CsvFile table
                && old.file().equals(table.file())
                && !old.equals(table));
        choose(source, label(source));
    }

    private void choose(DataSource source, String label) {
        Data known =
                data.stream().filter(d -> d.source().equals(source)).findFirst().orElse(null);
        if (known == null) {
            known = new Data(label, source);
            data.add(known);
        }
        known.chosen().set(true);
    }

    private Stream<Setting<?>> all() {
        return Stream.of(quantity, first, seeds, epochs, rows, engine);
    }

    /** Tells of every change of anything that a comparison depends on. */
    void onChange(Runnable told) {
        listeners.add(told);
        all().forEach(setting -> setting.onChange(told));
        presets.onChange(told);
    }

    /** Throws IllegalArgumentException with one line if there is nothing to compare. */
    Comparison comparison() {
        Setting.check(all());
        List<String> named = Stream.concat(Stream.of(first.get()), presets.chosen().stream())
                .distinct()
                .toList();
        return new Comparison(
                named,
                data.stream().filter(d -> d.chosen().get()).map(Data::source).toList(),
                seeds.get(),
                0,
                quantity.get(),
                0,
                epochs.get(),
                rows.get(),
                Comparison.LEARNING_RATES,
                0,
                engine.get());
    }

    /** Makes them those of a comparison, as nearly as they can be. */
    void show(Comparison comparison) {
        first.set(comparison.presets().getFirst());
        presets.choose(comparison.presets()::contains);
        data.forEach(d -> d.chosen().set(false));
        comparison.data().forEach(source -> choose(source, label(source)));
        quantity.set(comparison.quantity());
        seeds.set(comparison.seeds());
        epochs.set(comparison.epochs());
        rows.set(comparison.rows());
        engine.set(comparison.engine());
    }

    private static String label(DataSource source) {
        return switch (source) {
            case DataSource.IdxFolder idx -> String.valueOf(idx.folder().getFileName());
            case DataSource.ImageFolder images -> String.valueOf(images.folder().getFileName());
            case DataSource.CsvFile csv -> String.valueOf(csv.file().getFileName());
            case DataSource.Function function -> function.expression();
            default -> source.toString();
        };
    }
}
