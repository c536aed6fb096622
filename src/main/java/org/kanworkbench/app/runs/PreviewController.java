package org.kanworkbench.app.runs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.TraversalDirection;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.GridPane;
import org.kanworkbench.app.chart.LinePlot;
import org.kanworkbench.app.chart.Mark;
import org.kanworkbench.app.chart.card.PictureFiles;
import org.kanworkbench.app.chart.card.PlotCard;
import org.kanworkbench.app.controls.Styled;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.runs.run.RunCurves;
import org.kanworkbench.app.runs.run.RunCurves.Over;
import org.kanworkbench.app.runs.run.RunText;
import org.kanworkbench.data.Counted;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.files.model.ConfigurationText;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.runs.Metric;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.training.Measure;
import org.kanworkbench.training.ScoreText;

/**
 * Shows the selected run at the right: its curves, its figures, what happened in it, its name, tags and notes; of several, the
 * curves.
 */
final class PreviewController {

    private final RunsViewModel list;
    private final PictureFiles files;
    private final AtomicInteger asked = new AtomicInteger();
    /** Of the first few selected runs, in the order of the selection. */
    private List<RunCurves> read = List.of();
    /** Whose name, tags and notes are in the fields; null for none. */
    private StoredRun edited;

    /** Numbers of the runs that are shown. */
    private List<Long> shown = List.of();

    @FXML
    private Node none;

    @FXML
    private Node page;

    @FXML
    private ScrollPane scroll;

    @FXML
    private Label title;

    @FXML
    private Label fate;

    /** Beside the names rather than among the actions, which move it with the run: another press would do another thing. */
    @FXML
    private Button delete;

    @FXML
    private PlotCard accuracy;

    @FXML
    private PlotCard loss;

    @FXML
    private Node details;

    @FXML
    private GridPane facts;

    @FXML
    private Node happened;

    @FXML
    private GridPane events;

    @FXML
    private TextField name;

    @FXML
    private TextField tags;

    @FXML
    private TextArea notes;

    PreviewController(RunsViewModel list, PictureFiles files) {
        this.list = list;
        this.files = files;
    }

    @FXML
    private void initialize() {
        delete.setOnAction(_ -> list.delete());
        list.selected.subscribe(() -> {
            read();
            show();
        });
        draw();
        list.workspace.models().subscribe(this::draw);
        for (PlotCard card : List.of(accuracy, loss)) {
            card.offer(files);
            card.plot().smoothing.set(LinePlot.SMOOTHING);
        }
        for (TextField field : List.of(name, tags)) {
            field.setOnAction(_ -> keep());
        }
        notes.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            // It leads on, as in every other field.
            if (event.getCode() == KeyCode.TAB) {
                notes.requestFocusTraversal(
                        event.isShiftDown() ? TraversalDirection.PREVIOUS : TraversalDirection.NEXT);
                event.consume();
            }
        });
        for (Node field : List.of(name, tags, notes)) {
            field.focusedProperty().addListener(_ -> keep());
        }
        show();
    }

    private void show() {
        List<StoredRun> runs = list.selected;
        List<Long> numbers = runs.stream().map(StoredRun::id).toList();
        if (!numbers.equals(shown)) {
            shown = numbers;
            scroll.setVvalue(0);
            accuracy.plot().zoom.set(null);
            loss.plot().zoom.set(null);
        }
        none.setVisible(runs.isEmpty());
        page.setVisible(!runs.isEmpty());
        boolean curves = runs.stream().anyMatch(run -> run.description().kind() == RunKind.TRAINING);
        for (PlotCard card : List.of(accuracy, loss)) {
            Showing.now(card, curves);
        }
        Showing.now(details, runs.size() == 1);
        Showing.now(delete, runs.stream().anyMatch(RunsViewModel::over));
        if (runs.size() == 1) {
            showOne(runs.getFirst());
        } else {
            keep();
            edited = null;
            title.setText(Counted.of(runs.size(), "run") + " selected");
            fate.setText(
                    runs.size() > RunsViewModel.MOST
                            ? "Curves of the first " + RunsViewModel.MOST + " are shown."
                            : RunCurves.mixed(runs)
                                    ? "Scores and loss of the runs that share the first one's score: the others cannot"
                                            + " be drawn over them."
                                    : runs.stream().noneMatch(StoredRun::untested)
                                            ? "Scores and loss on the test set."
                                            : "Scores and loss on the test set; of runs marked val, on the validation set.");
        }
    }

    private void showOne(StoredRun run) {
        title.setText(run.shownName());
        fate.setText(RunText.fate(run));
        if (edited == null || edited.id() != run.id()) {
            keep();
            name.setText(run.shownTitle());
            tags.setText(String.join(", ", run.tags()));
            notes.setText(run.notes());
        } else if (!edited.title().equals(run.title())) {
            name.setText(run.shownTitle());
        }
        edited = run;
        fill(facts, facts(run));
    }

    private static void fill(GridPane grid, Map<String, String> lines) {
        grid.getChildren().clear();
        int row = 0;
        for (Map.Entry<String, String> line : lines.entrySet()) {
            addRow(grid, row++, line.getKey(), line.getValue());
        }
    }

    private static void addRow(GridPane grid, int row, String name, String text) {
        Label label = Styled.of(new Label(name), "type-label", "fact-name");
        Label value = new Label(text);
        value.setWrapText(true);
        grid.addRow(row, label, value);
    }

    private static Map<String, String> facts(StoredRun run) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Preset", run.description().preset());
        facts.put("Data", run.description().dataset());
        String start =
                ConfigurationText.fields(run.description().configuration()).getOrDefault("start", "");
        facts.put("Began with", start.isEmpty() ? "" : "weights of " + StartWeights.name(start));
        facts.put("Seed", String.valueOf(run.description().seed()));
        facts.put("Parameters", RunText.parameters(run));
        String score = (run.untested() ? "validation " : "") + ScoreText.name(run.measure());
        facts.put("Last " + score, ScoreText.of(run.measure(), run.lastScore()));
        facts.put(
                "Best " + score,
                ScoreText.of(run.measure(), run.bestScore())
                        + run.bestEpoch().stream()
                                .mapToObj(epoch -> epoch == Math.rint(epoch)
                                        ? String.format(Locale.ROOT, " at the end of epoch %.0f", epoch)
                                        : String.format(Locale.ROOT, " after %.1f epochs", epoch))
                                .findFirst()
                                .orElse(""));
        facts.put(run.untested() ? "Validation loss" : "Test loss", RunText.decimal(run.lastLoss()));
        facts.put("Time", RunText.time(run.seconds()));
        facts.put("Started", RunText.minute(run.description().started()));
        facts.values().removeIf(String::isBlank);
        return facts;
    }

    private void read() {
        RunStore store = list.library.storeProperty().get();
        // Events are read too, which one run of any kind has.
        List<StoredRun> runs = list.selected.size() == 1 ? List.copyOf(list.selected) : list.drawn();
        if (store == null || runs.isEmpty()) {
            asked.incrementAndGet();
            take(List.of());
            return;
        }
        list.background.runNewest(asked, "The run's curves could not be read", () -> {
            List<RunCurves> all = new ArrayList<>();
            try {
                for (StoredRun run : runs) {
                    all.add(RunCurves.read(store, run));
                }
            } catch (StoreException e) {
                return () -> {
                    take(List.of());
                    throw new IllegalArgumentException(OneLine.of(e), e);
                };
            }
            return () -> take(all);
        });
    }

    private void take(List<RunCurves> curves) {
        if (!curves.equals(read)) {
            read = curves;
            draw();
        }
    }

    private void draw() {
        Showing.now(happened, false);
        if (read.size() == 1) {
            showEvents(read.getFirst());
        }
        List<RunCurves> curves = RunCurves.comparable(read.stream()
                .filter(one -> list.inks().containsKey(one.run().id()))
                .toList());
        if (!curves.isEmpty()) {
            Measure measure = curves.getFirst().run().measure();
            accuracy.show(measure);
            loss.showLosses("Loss", measure);
        }
        if (curves.size() == 1 && read.size() == 1) {
            int colour = list.inks().get(curves.getFirst().run().id()).series();
            accuracy.plot().setSeries(curves.getFirst().scores(colour));
            loss.plot().setSeries(curves.getFirst().losses(colour));
        } else {
            accuracy.plot().setSeries(RunCurves.overlaid(curves, list.inks(), Over.EPOCH, Metric::testScore));
            loss.plot().setSeries(RunCurves.overlaid(curves, list.inks(), Over.EPOCH, Metric::testLoss));
        }
        List<Mark> marks = RunCurves.marks(curves, list.inks(), Over.EPOCH);
        accuracy.plot().setMarks(marks);
        loss.plot().setMarks(marks);
    }

    private void showEvents(RunCurves curves) {
        List<RunCurves.Annotation> annotations = curves.annotations();
        String part = curves.run().description().kind().part();
        Showing.now(happened, !annotations.isEmpty());
        events.getChildren().clear();
        for (int i = 0; i < annotations.size(); i++) {
            addRow(
                    events,
                    i,
                    part.substring(0, 1).toUpperCase(Locale.ROOT)
                            + part.substring(1)
                            + " "
                            + annotations.get(i).epochText(),
                    annotations.get(i).text());
        }
    }

    /** Keeps name, tags and notes if they were changed and nobody writes in them. */
    private void keep() {
        if (edited != null) {
            List<String> words = Arrays.stream(tags.getText().split(","))
                    .map(String::strip)
                    .filter(word -> !word.isEmpty())
                    .toList();
            list.annotate(edited, notes.getText(), words);
            if (name.getText().isBlank()) {
                name.setText(edited.description().preset());
            }
            list.rename(edited, name.getText());
        }
    }
}
