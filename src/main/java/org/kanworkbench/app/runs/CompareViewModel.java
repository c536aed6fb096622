package org.kanworkbench.app.runs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.kanworkbench.runs.ConfigurationText;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.runs.store.StoredRun;

/** Several runs beside each other. */
final class CompareViewModel {

    /** As many as colours and dashes tell apart. */
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
    private int turn;

    CompareViewModel(RunsViewModel list) {
        this.list = list;
    }

    /** Compares the selected runs, the first {@value #MOST} of them. */
    void compare() {
        RunStore store = list.library().storeProperty().get();
        List<StoredRun> runs = List.copyOf(
                list.selected().subList(0, Math.min(MOST, list.selected().size())));
        if (store == null || runs.size() < 2) {
            return;
        }
        int mine = ++turn;
        list.background().run("The runs could not be compared", () -> {
            List<RunCurves> read = new ArrayList<>();
            for (StoredRun run : runs) {
                read.add(new RunCurves(run, store.metrics(run.id())));
            }
            return () -> {
                if (mine == turn) {
                    compared.set(List.copyOf(read));
                }
            };
        });
    }

    /** Back to the list. */
    void close() {
        turn++;
        compared.set(List.of());
    }

    /** The runs that are compared, in the order of their colours; empty while none are. */
    ReadOnlyObjectProperty<List<RunCurves>> comparedProperty() {
        return compared.getReadOnlyProperty();
    }

    List<StoredRun> runs() {
        return compared.get().stream().map(RunCurves::run).toList();
    }

    List<String> names() {
        return runs().stream().map(run -> "run " + run.id()).toList();
    }

    /** The settings of the runs' configurations by name: those that differ, or all. */
    List<Setting> settings(boolean all) {
        List<String> texts = runs().stream().map(StoredRun::configuration).toList();
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
    List<Dimension> axes() {
        List<Dimension> settings = new ArrayList<>(
                Dimension.settings(runs()).stream().filter(Dimension::varies).toList());
        settings.sort(Comparator.comparing(d -> !d.name().equals("preset")));
        Map<List<Double>, Dimension> apart = new LinkedHashMap<>();
        settings.forEach(d -> apart.putIfAbsent(d.pattern(), d));
        List<Dimension> axes =
                new ArrayList<>(apart.values().stream().limit(MOST_SETTINGS).toList());
        for (RunColumn column : List.of(RunColumn.PARAMETERS, RunColumn.TIME, RunColumn.BEST)) {
            axes.add(Dimension.of(column, runs()));
        }
        return axes;
    }
}
