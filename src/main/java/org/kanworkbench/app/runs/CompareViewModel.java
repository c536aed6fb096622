package org.kanworkbench.app.runs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.kanworkbench.app.runs.compare.RunAxis;
import org.kanworkbench.app.runs.run.RunColumn;
import org.kanworkbench.app.runs.run.RunCurves;
import org.kanworkbench.app.runs.run.RunInk;
import org.kanworkbench.app.runs.run.SettingNames;
import org.kanworkbench.files.model.ConfigurationText;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.store.RunStore;

/** Several runs beside each other. */
final class CompareViewModel {

    /** Maximum number of runs distinguishable by colour and dashes. */
    static final int MOST = 18;

    /** What people ask for first. */
    private static final List<String> FIRST = List.of("preset", "seed");

    private static final int MOST_SETTINGS = 5;

    /**
     * A setting of all compared runs.
     *
     * @param values each run's, empty where it has none
     * @param differs whether they are not all the same
     */
    record Setting(String name, List<String> values, boolean differs) {}

    private final RunsViewModel list;
    private final ReadOnlyObjectWrapper<List<RunCurves>> compared = new ReadOnlyObjectWrapper<>(List.of());
    private Map<Long, RunInk> inks = Map.of();
    private int turn;
    private int chosenFrom;
    private boolean reading;
    /** Whether runs have changed since what is being read was asked for. */
    private boolean stale;

    CompareViewModel(RunsViewModel list) {
        this.list = list;
        list.library.revisionProperty().addListener(_ -> refresh());
    }

    /** How many runs were selected, where only the first of them are compared; else 0. */
    int chosenFrom() {
        return chosenFrom;
    }

    /** Compares the selected runs, the first {@value #MOST} of them. */
    void compare() {
        RunStore store = list.library.storeProperty().get();
        List<StoredRun> runs = List.copyOf(list.selected.subList(0, Math.min(MOST, list.selected.size())));
        if (store == null || runs.size() < 2) {
            return;
        }
        chosenFrom = list.selected.size() > MOST ? list.selected.size() : 0;
        read(store, runs.stream().map(StoredRun::id).toList());
    }

    /** What is compared as it is now: runs go on, get other names and are deleted. */
    private void refresh() {
        RunStore store = list.library.storeProperty().get();
        stale = reading;
        if (store != null && !reading && !compared.get().isEmpty()) {
            read(store, runs().stream().map(StoredRun::id).toList());
        }
    }

    private void read(RunStore store, List<Long> ids) {
        int mine = ++turn;
        reading = true;
        list.background.run(
                "The runs could not be compared",
                () -> {
                    List<RunCurves> read = new ArrayList<>();
                    for (long id : ids) {
                        Optional<StoredRun> run = store.run(id);
                        if (run.isPresent()) {
                            read.add(RunCurves.read(store, run.get()));
                        }
                    }
                    return () -> {
                        if (mine == turn) {
                            show(read);
                        }
                        if (stale) {
                            refresh();
                        }
                    };
                },
                () -> reading = false);
    }

    private void show(List<RunCurves> read) {
        if (read.size() < 2) {
            close();
        } else if (!read.equals(compared.get())) {
            inks = RunInk.of(read.stream().map(RunCurves::run).toList(), list.workspace.colours);
            compared.set(List.copyOf(read));
        }
    }

    /** Back to the list. */
    void close() {
        turn++;
        compared.set(List.of());
        list.showColours();
    }

    /** How the compared runs look, by number. */
    Map<Long, RunInk> inks() {
        return inks;
    }

    /** The runs that are compared, in the order of their colours; empty while none are. */
    ReadOnlyObjectProperty<List<RunCurves>> comparedProperty() {
        return compared.getReadOnlyProperty();
    }

    List<StoredRun> runs() {
        return compared.get().stream().map(RunCurves::run).toList();
    }

    List<String> names() {
        return runs().stream().map(StoredRun::shownName).toList();
    }

    /** The settings of the runs' configurations by name: those that differ, or all. */
    List<Setting> settings(boolean all) {
        List<String> texts =
                runs().stream().map(run -> run.description().configuration()).toList();
        Map<String, List<String>> differences = ConfigurationText.differences(texts);
        Map<String, List<String>> shown = new TreeMap<>(differences);
        if (all) {
            List<Map<String, String>> fields =
                    texts.stream().map(ConfigurationText::fields).toList();
            fields.forEach(f -> f.keySet()
                    .forEach(path -> shown.putIfAbsent(
                            path,
                            fields.stream()
                                    .map(other -> other.getOrDefault(path, ""))
                                    .toList())));
        }
        return shown.entrySet().stream()
                .filter(e -> firstOfItsKind(e.getKey(), shown))
                .sorted(Comparator.comparing(e -> !FIRST.contains(e.getKey())))
                .map(e -> new Setting(
                        sharedByLayers(e.getKey(), shown)
                                ? SettingNames.ofLayers(e.getKey())
                                : SettingNames.of(e.getKey()),
                        e.getValue().stream().map(SettingNames::value).toList(),
                        differences.containsKey(e.getKey())))
                .toList();
    }

    /** What somebody changed while the runs ran, as no configuration tells; empty where nobody did. */
    Optional<Setting> changedByHand() {
        List<String> changes =
                compared.get().stream().map(RunCurves::changedByHand).toList();
        return changes.stream().allMatch(String::isEmpty)
                ? Optional.empty()
                : Optional.of(new Setting("changed during the run", changes, true));
    }

    /** Where all layers have the same, one line tells it. */
    private static boolean sharedByLayers(String path, Map<String, List<String>> shown) {
        List<String> family = family(path, shown);
        return family.size() > 1 && family.stream().map(shown::get).distinct().count() == 1;
    }

    private static boolean firstOfItsKind(String path, Map<String, List<String>> shown) {
        return !sharedByLayers(path, shown) || family(path, shown).getFirst().equals(path);
    }

    private static List<String> family(String path, Map<String, List<String>> shown) {
        String family = SettingNames.family(path);
        return shown.keySet().stream()
                .filter(other -> SettingNames.family(other).equals(family))
                .toList();
    }

    /**
     * The axes of the parallel coordinates: settings that differ, preset first, and what came of them. Of settings that only
     * change together, as those of a preset do, one stands for all.
     */
    List<RunAxis> axes() {
        List<RunAxis> settings = new ArrayList<>(
                RunAxis.settings(runs()).stream().filter(RunAxis::varies).toList());
        settings.sort(Comparator.comparing(d -> !d.name().equals("preset")));
        Map<List<Double>, RunAxis> apart = new LinkedHashMap<>();
        settings.forEach(d -> apart.putIfAbsent(d.pattern(), d));
        List<RunAxis> axes =
                new ArrayList<>(apart.values().stream().limit(MOST_SETTINGS).toList());
        RunColumn score = RunColumn.score(
                RunCurves.comparable(compared.get()).getFirst().run().measure());
        for (RunColumn column : List.of(RunColumn.PARAMETERS, RunColumn.TIME, score)) {
            axes.add(RunAxis.of(column, runs()));
        }
        return axes;
    }
}
