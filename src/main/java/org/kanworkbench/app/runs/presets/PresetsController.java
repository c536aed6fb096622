package org.kanworkbench.app.runs.presets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.chart.card.PictureFiles;
import org.kanworkbench.app.chart.card.PlotBoard;
import org.kanworkbench.app.cluster.RunOnRows;
import org.kanworkbench.app.controls.ActionItem;
import org.kanworkbench.app.controls.ErrorCard;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.app.controls.TextTable;
import org.kanworkbench.app.controls.TickItem;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.controls.setting.FieldRow;
import org.kanworkbench.app.controls.setting.Labels;
import org.kanworkbench.app.session.RecentTables;
import org.kanworkbench.app.work.Phase;
import org.kanworkbench.compare.Comparison;
import org.kanworkbench.compare.Quantity;
import org.kanworkbench.compare.SizedComparison;
import org.kanworkbench.compare.report.ComparisonPlots;
import org.kanworkbench.compare.report.ComparisonReport;
import org.kanworkbench.compare.summary.ComparisonSummary;
import org.kanworkbench.data.Counted;
import org.kanworkbench.plot.Plot;
import org.kanworkbench.training.Configuration;
import org.kordamp.ikonli.javafx.FontIcon;

/** Binds the comparison of presets: settings at the left; verdict, table and Pareto plots beside them. */
public final class PresetsController {

    private static final int PLOTS_PER_DATA_SET = 3;

    private final PresetsViewModel viewModel;
    private final PresetSettings settings;
    private final FilePrompts prompts;
    private final RecentTables tables;
    private final PictureFiles files;

    @FXML
    private VBox inspector;

    @FXML
    private MenuButton data;

    @FXML
    private MenuButton presets;

    @FXML
    private FieldRow first;

    @FXML
    private FieldRow quantity;

    @FXML
    private FieldRow seeds;

    @FXML
    private FieldRow epochs;

    @FXML
    private FieldRow rows;

    @FXML
    private FieldRow engine;

    @FXML
    private RunOnRows runOn;

    @FXML
    private Label planned;

    @FXML
    private Label obstacle;

    @FXML
    private Button start;

    @FXML
    private Button stop;

    @FXML
    private MenuButton earlier;

    @FXML
    private Button report;

    @FXML
    private ErrorCard error;

    @FXML
    private VBox empty;

    @FXML
    private VBox results;

    @FXML
    private Label verdict;

    @FXML
    private Label notice;

    @FXML
    private Label limits;

    @FXML
    private Label progress;

    @FXML
    private ComboBox<Integer> shownData;

    @FXML
    private TextTable table;

    @FXML
    private PlotBoard board;

    public PresetsController(PresetsViewModel viewModel, RecentTables tables, FilePrompts prompts, PictureFiles files) {
        this.viewModel = viewModel;
        this.settings = viewModel.settings;
        this.tables = tables;
        this.prompts = prompts;
        this.files = files;
    }

    @FXML
    private void initialize() {
        report.setOnAction(_ -> prompts.newFolder("Write a folder with the report into", "comparison")
                .ifPresent(viewModel::report));
        stop.setOnAction(_ -> viewModel.stop());
        error.bind(viewModel.problemProperty());
        board.setFiles(files);
        settings.data.subscribe(this::offerData);
        offerData();
        for (String name : settings.presets.all()) {
            boolean always = name.equals(Comparison.MLP);
            String text = always ? name + ", always compared" : name;
            CheckBox box = settings.presets.box(name, "compare-preset-" + name, text);
            box.setDisable(always);
            presets.getItems().add(new TickItem(box));
        }
        settings.onChange(this::count);
        first.choose(
                settings.first,
                settings.presets.all().stream()
                        .filter(name -> !name.equals(Comparison.MLP))
                        .toList());
        quantity.choose(settings.quantity, Arrays.asList(Quantity.values()));
        seeds.type(settings.seeds);
        epochs.type(settings.epochs);
        rows.type(settings.rows);
        engine.choose(settings.engine, viewModel.engines());
        runOn.show(viewModel.runOn(), prompts, viewModel.phaseProperty().isNotEqualTo(Phase.IDLE));
        planned.textProperty().bind(viewModel.plannedProperty());
        Showing.when(planned, planned.textProperty().isNotEmpty());
        obstacle.textProperty().bind(viewModel.obstacleProperty());
        Showing.when(obstacle, obstacle.textProperty().isNotEmpty());
        notice.textProperty().bind(viewModel.noticeProperty());
        progress.textProperty().bind(viewModel.noticeProperty());
        shownData.valueProperty().addListener(_ -> showData());
        earlier.setOnShowing(_ -> viewModel.list(this::offerEarlier));
        earlier.getItems().add(new MenuItem("None yet"));
        viewModel.phaseProperty().subscribe(_ -> showPhase());
        viewModel.obstacleProperty().subscribe(_ -> showPhase());
        viewModel.summaryProperty().subscribe(this::show);
        count();
    }

    private void offerData() {
        List<MenuItem> items = new ArrayList<>();
        int number = 0;
        for (PresetSettings.Data each : settings.data) {
            CheckBox box = new CheckBox(each.label());
            box.setId("compare-data-" + number++);
            box.selectedProperty().bindBidirectional(each.chosen());
            items.add(new TickItem(box));
        }
        items.add(new SeparatorMenuItem());
        MenuItem folder = new MenuItem("Add a folder of images…");
        folder.setOnAction(_ -> prompts.folder("Add a folder of images").ifPresent(viewModel::add));
        MenuItem csv = new MenuItem("Add a CSV file…");
        csv.setOnAction(_ -> prompts.open("Add a CSV file", "CSV files", List.of(".csv"))
                .ifPresent(f -> settings.add(tables.table(f))));
        items.addAll(List.of(folder, csv));
        data.getItems().setAll(items);
        count();
    }

    private void count() {
        List<String> chosen = settings.data.stream()
                .filter(d -> d.chosen().get())
                .map(PresetSettings.Data::label)
                .toList();
        data.setText(chosen.size() == 1 ? chosen.getFirst() : chosen.size() + " data sets");
        presets.setText(Counted.of(settings.presets.chosen().size(), "preset"));
    }

    private void offerEarlier(List<SizedComparison> kept) {
        List<MenuItem> items = new ArrayList<>();
        for (SizedComparison each : kept) {
            Comparison c = each.comparison();
            String names = c.presets().size() <= 4
                    ? String.join(", ", c.presets())
                    : c.presets().size() + " presets";
            String on = each.data().stream().map(d -> d.name()).collect(Collectors.joining(", "));
            MenuItem item = new ActionItem(
                    names + " · " + on + " · " + Counted.of(c.seeds(), "seed")
                            + (c.epochs() == 0 ? "" : " · " + Counted.of(c.epochs(), "epoch"))
                            + (c.rows() == 0 ? "" : " · " + Counted.of(c.rows(), "training sample"))
                            + (c.engine().equals(Configuration.VECTOR) ? "" : " · " + c.engine()),
                    () -> viewModel.open(each));
            items.add(item);
        }
        if (items.isEmpty()) {
            MenuItem none = new MenuItem("None yet");
            none.setDisable(true);
            items.add(none);
        }
        earlier.getItems().setAll(items);
    }

    private void showPhase() {
        Phase phase = viewModel.phaseProperty().get();
        boolean idle = phase == Phase.IDLE;
        inspector.setDisable(!idle);
        earlier.setDisable(!idle);
        start.setText(phase.action());
        start.setGraphic(new FontIcon(phase.icon()));
        start.setDisable(!viewModel.ready());
        Showing.now(stop, !idle);
        stop.setDisable(phase == Phase.ENDING);
    }

    private void show(ComparisonSummary summary) {
        boolean any = summary != null;
        Showing.now(results, any);
        Showing.now(empty, !any);
        report.setDisable(!any);
        if (!any) {
            return;
        }
        verdict.setText(summary.verdict());
        List<Integer> numbers =
                IntStream.range(0, summary.sized().data().size()).boxed().toList();
        shownData.setConverter(Labels.of(d -> summary.sized().data().get(d).name()));
        if (!shownData.getItems().equals(numbers)) {
            shownData.getItems().setAll(numbers);
            shownData.setValue(0);
        }
        Showing.now(shownData, numbers.size() > 1);
        showData();
    }

    private void showData() {
        ComparisonSummary summary = viewModel.summaryProperty().get();
        Integer number = shownData.getValue();
        if (summary == null
                || number == null
                || number >= summary.sized().data().size()) {
            return;
        }
        ComparisonReport written = new ComparisonReport(summary, "");
        table.show(written.table(number));
        limits.setText(String.join("\n", written.limits()));
        List<Plot> plots = ComparisonPlots.of(summary);
        boolean points = !plots.get(PLOTS_PER_DATA_SET * number).points().isEmpty();
        Showing.now(board, points);
        if (points) {
            board.show(plots.subList(PLOTS_PER_DATA_SET * number, PLOTS_PER_DATA_SET * (number + 1)));
        }
    }

    /** Starts, pauses or resumes. */
    @FXML
    public void primary() {
        viewModel.press();
    }
}
