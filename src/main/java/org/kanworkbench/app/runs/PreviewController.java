package org.kanworkbench.app.runs;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import org.kanworkbench.app.chart.PlotCard;
import org.kanworkbench.app.chart.PlotExport;
import org.kanworkbench.runs.ConfigurationText;
import org.kanworkbench.runs.StartWeights;
import org.kanworkbench.runs.store.Metric;
import org.kanworkbench.runs.store.RunKind;
import org.kanworkbench.runs.store.StoredRun;

/** Shows the selected run at the right: its curves, its figures, its tags and notes; of several, the curves. */
final class PreviewController {

    private final RunsViewModel list;
    private final PreviewViewModel preview;
    private final Consumer<PlotExport> export;
    /** Whose tags and notes are in the fields; null for none. */
    private StoredRun edited;

    @FXML
    private Node none;

    @FXML
    private Node scroll;

    @FXML
    private Label title;

    @FXML
    private Label fate;

    @FXML
    private PlotCard accuracy;

    @FXML
    private PlotCard loss;

    @FXML
    private Node details;

    @FXML
    private GridPane facts;

    @FXML
    private TextField tags;

    @FXML
    private TextArea notes;

    PreviewController(RunsViewModel list, PreviewViewModel preview, Consumer<PlotExport> export) {
        this.list = list;
        this.preview = preview;
        this.export = export;
    }

    @FXML
    private void initialize() {
        list.selected().addListener((InvalidationListener) _ -> show());
        preview.curvesProperty().subscribe(this::draw);
        accuracy.setOnExport(export);
        loss.setOnExport(export);
        tags.setOnAction(_ -> keep());
        tags.focusedProperty().addListener(_ -> keep());
        notes.focusedProperty().addListener(_ -> keep());
        show();
    }

    private void show() {
        List<StoredRun> runs = list.selected();
        none.setVisible(runs.isEmpty());
        scroll.setVisible(!runs.isEmpty());
        boolean curves = runs.stream().anyMatch(run -> run.kind() == RunKind.TRAINING);
        for (PlotCard card : List.of(accuracy, loss)) {
            card.setVisible(curves);
            card.setManaged(curves);
        }
        details.setVisible(runs.size() == 1);
        details.setManaged(runs.size() == 1);
        if (runs.size() == 1) {
            showOne(runs.getFirst());
        } else {
            keep();
            edited = null;
            title.setText(RunText.runs(runs.size()) + " selected");
            fate.setText(
                    runs.size() > PreviewViewModel.MOST
                            ? "The curves are those of the first " + PreviewViewModel.MOST + "."
                            : "Accuracy and loss on the test set.");
        }
    }

    private void showOne(StoredRun run) {
        title.setText("Run " + run.id() + " · " + run.preset());
        fate.setText(RunText.fate(run));
        if (edited == null || edited.id() != run.id()) {
            keep();
            tags.setText(String.join(", ", run.tags()));
            notes.setText(run.notes());
        }
        edited = run;
        facts.getChildren().clear();
        int row = 0;
        for (Map.Entry<String, String> fact : facts(run).entrySet()) {
            Label name = new Label(fact.getKey());
            name.getStyleClass().add("type-label");
            facts.addRow(row++, name, new Label(fact.getValue()));
        }
    }

    private static Map<String, String> facts(StoredRun run) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Data", run.dataset());
        String start = ConfigurationText.fields(run.configuration()).getOrDefault("start", "");
        facts.put("Began with", start.isEmpty() ? "" : "weights of " + StartWeights.name(start));
        facts.put("Seed", String.valueOf(run.seed()));
        facts.put("Parameters", RunText.count(run.parameters()));
        facts.put(
                "Best accuracy",
                RunText.percent(run.bestAccuracy())
                        + run.bestEpoch().stream()
                                .mapToObj(epoch -> " at epoch " + Math.round(epoch))
                                .findFirst()
                                .orElse(""));
        facts.put("Last accuracy", RunText.percent(run.lastAccuracy()));
        facts.put("Test loss", RunText.decimal(run.lastLoss()));
        facts.put("Time", RunText.time(run.seconds()));
        facts.put("Started", RunText.minute(run.started()));
        facts.values().removeIf(String::isBlank);
        return facts;
    }

    private void draw(List<RunCurves> curves) {
        if (curves.size() == 1) {
            accuracy.plot().setSeries(curves.getFirst().accuracies(0));
            loss.plot().setSeries(curves.getFirst().losses(0));
        } else {
            accuracy.plot().setSeries(RunCurves.overlaid(curves, Metric::testAccuracy));
            loss.plot().setSeries(RunCurves.overlaid(curves, Metric::testLoss));
        }
    }

    /** Keeps tags and notes if they were changed and nobody writes in them. */
    private void keep() {
        if (edited != null) {
            List<String> words = Arrays.stream(tags.getText().split(","))
                    .map(String::strip)
                    .filter(word -> !word.isEmpty())
                    .toList();
            list.annotate(edited, notes.getText(), words);
        }
    }
}
