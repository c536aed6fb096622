package org.kanworkbench.app.runs;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import org.kanworkbench.app.controls.RowOpening;
import org.kanworkbench.app.runs.run.SettingNames;
import org.kanworkbench.data.Counted;
import org.kanworkbench.files.model.ConfigurationText;
import org.kanworkbench.runs.RunGroup;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.training.Measure;
import org.kanworkbench.training.ScoreText;

/** Runs grouped by configuration: number of seeds, mean and standard deviation, best mean first. */
final class GroupsTable {

    private static final double LEAST_DIFFERING = 160;

    /** Pixels of the columns beside that which takes the rest, and of the scroll bar. */
    private static final double OTHER_COLUMNS = 112 + 96 + 56 + 168 + 80 + 80 + 16;

    /** In these the runs of one configuration differ as well. */
    private static final List<String> IGNORED = List.of("seed", "threads");

    private final RunsViewModel list;

    private final ToggleButton group;
    private final TableView<RunGroup> groups;
    private final Consumer<String> runs;
    private Map<String, String> differences = Map.of();
    /** The number of the last reading: late results of older ones are dropped. */
    private final AtomicInteger asked = new AtomicInteger();

    /** @param runs shows the runs of a configuration's key */
    GroupsTable(RunsViewModel list, ToggleButton group, TableView<RunGroup> groups, Consumer<String> runs) {
        this.list = list;
        this.runs = runs;
        this.group = group;
        this.groups = groups;
        bind();
    }

    private void bind() {
        groups.visibleProperty().bind(group.selectedProperty());
        TableColumn<RunGroup, String> differing = column("Differs in", LEAST_DIFFERING, this::differences);
        groups.widthProperty()
                .addListener((_, _, width) ->
                        differing.setPrefWidth(Math.max(LEAST_DIFFERING, width.doubleValue() - OTHER_COLUMNS)));
        groups.getColumns()
                .addAll(List.of(
                        column("Preset", 112, RunGroup::preset),
                        column("Data", 96, RunGroup::dataset),
                        differing,
                        figures("Runs", 56, g -> String.valueOf(g.runs())),
                        figures("Last score, mean ± sd", 168, GroupsTable::mean),
                        figures("Lowest", 80, g -> ScoreText.of(g.measure(), g.leastScore())),
                        figures("Highest", 80, g -> ScoreText.of(g.measure(), g.mostScore()))));
        group.selectedProperty().addListener((_, _, shown) -> {
            if (shown) {
                read();
            }
        });
        list.library.revisionProperty().addListener(_ -> {
            if (group.isSelected()) {
                read();
            }
        });
        RowOpening.by(groups, this::showRuns);
    }

    private String differences(RunGroup group) {
        String differing = differences.getOrDefault(group.key(), "");
        if (group.changedByHand() == 0) {
            return differing;
        }
        String changed = "rate changed by hand in " + group.changedByHand() + " of " + Counted.of(group.runs(), "run");
        return differing.isEmpty() ? changed : differing + ", " + changed;
    }

    /** In what configurations of the same preset and data differ, by key; nothing of one that has no such other. */
    private static Map<String, String> differences(List<RunGroup> all) {
        Map<String, String> differences = new HashMap<>();
        all.stream()
                .collect(Collectors.groupingBy(g -> List.of(g.preset(), g.dataset())))
                .values()
                .forEach(alike -> describe(alike, differences));
        return differences;
    }

    private static void describe(List<RunGroup> alike, Map<String, String> to) {
        Map<String, List<String>> fields = ConfigurationText.differences(
                alike.stream().map(RunGroup::configuration).toList());
        for (int i = 0; i < alike.size(); i++) {
            int at = i;
            to.put(
                    alike.get(i).key(),
                    fields.entrySet().stream()
                            .filter(e -> !IGNORED.contains(e.getKey()) && !SettingNames.follows(e.getKey()))
                            .map(e -> SettingNames.ofLayers(SettingNames.family(e.getKey())) + " "
                                    + (e.getValue().get(at).isEmpty()
                                            ? "none"
                                            : SettingNames.value(e.getValue().get(at))))
                            .distinct()
                            .collect(Collectors.joining(", ")));
        }
    }

    private static String mean(RunGroup group) {
        String mean = ScoreText.of(group.measure(), group.meanScore());
        String text = Double.isNaN(group.deviation())
                ? mean
                : mean.replace(" %", "") + " ± " + ScoreText.of(group.measure(), group.deviation());
        return (group.untested() ? "val " : "")
                + (group.measure() == Measure.ACCURACY ? text : ScoreText.name(group.measure()) + " " + text);
    }

    private static TableColumn<RunGroup, String> column(String title, double width, Function<RunGroup, String> text) {
        TableColumn<RunGroup, String> column = new TableColumn<>(title);
        column.setPrefWidth(width);
        column.setSortable(false);
        column.setCellValueFactory(cell -> new ReadOnlyStringWrapper(text.apply(cell.getValue())));
        return column;
    }

    private static TableColumn<RunGroup, String> figures(String title, double width, Function<RunGroup, String> text) {
        TableColumn<RunGroup, String> column = column(title, width, text);
        column.getStyleClass().add("figures");
        return column;
    }

    private void read() {
        RunStore store = list.library.storeProperty().get();
        if (store != null) {
            list.background.runNewest(asked, "The groups could not be read", () -> {
                List<RunGroup> read = store.groups();
                Map<String, String> differ = differences(read);
                return () -> {
                    differences = differ;
                    groups.getItems().setAll(read);
                };
            });
        }
    }

    /** The runs of the selected configuration, in the table. */
    private void showRuns() {
        RunGroup chosen = groups.getSelectionModel().getSelectedItem();
        if (chosen != null) {
            runs.accept(chosen.key());
            group.setSelected(false);
        }
    }
}
