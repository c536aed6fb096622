package org.kanworkbench.app.quantize;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.collections.transformation.SortedList;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionModel;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import org.kanworkbench.app.chart.card.PictureFiles.Item;
import org.kanworkbench.app.controls.ErrorCard;
import org.kanworkbench.app.controls.NoModel;
import org.kanworkbench.app.controls.setting.Labels;
import org.kanworkbench.app.models.ModelCell;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.models.StoredModels;
import org.kanworkbench.app.quantize.scheme.SchemeColumns;
import org.kanworkbench.app.quantize.scheme.SchemePicture;
import org.kanworkbench.app.quantize.scheme.SchemeRow;
import org.kanworkbench.app.session.Session;
import org.kanworkbench.quantize.TensorReport;
import org.kanworkbench.quantize.compare.Comparison.Timing;
import org.kanworkbench.quantize.compare.ComparisonResult;
import org.kanworkbench.quantize.compare.SchemeResult;
import org.kanworkbench.quantize.scheme.Arithmetic;
import org.kanworkbench.quantize.scheme.WeightFormat.Integers;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.Measure;

/** Binds the pane's controls to its view model. */
public final class QuantizeController {

    private final QuantizeViewModel viewModel;
    private final WrittenController written;
    private final ChangedController changed;
    private final EdgesViewModel edges;
    private final WeightsController weights;
    private final Runnable train;
    private final StoredModels stored;

    @FXML
    private Node work;

    @FXML
    private NoModel empty;

    @FXML
    private ComboBox<OpenModel> model;

    @FXML
    private ComboBox<Timing> timing;

    @FXML
    private TextField ownScheme;

    @FXML
    private ErrorCard error;

    @FXML
    private TableView<SchemeRow> table;

    @FXML
    private Label summary;

    @FXML
    private SchemePicture byBits;

    @FXML
    private SchemePicture bySize;

    @FXML
    private Label byBitsTitle;

    @FXML
    private Label bySizeTitle;

    @FXML
    private TabPane tabs;

    @FXML
    private Tab edgesTab;

    @FXML
    private Tab changedTab;

    @FXML
    private Tab weightsTab;

    /**
     * @param edges told whether its tab is shown, as are weights
     * @param train brings up the pane where models are trained
     * @param stored models offered while none is open
     */
    QuantizeController(
            QuantizeViewModel viewModel,
            WrittenController written,
            ChangedController changed,
            EdgesViewModel edges,
            WeightsController weights,
            Runnable train,
            StoredModels stored) {
        this.viewModel = viewModel;
        this.written = written;
        this.changed = changed;
        this.edges = edges;
        this.weights = weights;
        this.train = train;
        this.stored = stored;
    }

    @FXML
    private void initialize() {
        // Its letters choose among them.
        model.setConverter(Labels.of(OpenModel::name));
        ModelCell.offer(model, viewModel.workspace.models(), viewModel.chosen, viewModel::choose);
        timing.getItems().setAll(Timing.values());
        timing.setConverter(Labels.of(QuantizeController::words));
        timing.valueProperty().bindBidirectional(viewModel.timing);
        initializeTable();
        viewModel.chosen.subscribe(chosen -> {
            work.setVisible(chosen != null);
            empty.setVisible(chosen == null);
            if (chosen != null) {
                show(Measure.of(chosen.target().loss()));
            }
        });
        empty.bind(
                Bindings.when(viewModel.workspace.session.reopening)
                        .then(Session.REOPENING)
                        .otherwise("No model yet. Train one or open a model file in Train."),
                train,
                stored,
                _ -> true);
        ownScheme.setOnAction(_ -> addOwn());
        error.bind(viewModel.problem);
        changedTab.textProperty().bind(changed.titleProperty());
        edges.active.bind(edgesTab.selectedProperty());
        weights.wanted.bind(weightsTab.selectedProperty());
    }

    /** Begins with the tab that was in front last time. */
    void keepTab(Session session) {
        SelectionModel<Tab> tab = tabs.getSelectionModel();
        session.keep(
                "quantizeTab",
                text -> tab.select(Integer.parseInt(text)),
                () -> String.valueOf(tab.getSelectedIndex()),
                tab.selectedIndexProperty()::subscribe);
    }

    private void initializeTable() {
        SortedList<SchemeRow> sorted = new SortedList<>(viewModel.rows.all());
        sorted.comparatorProperty().bind(table.comparatorProperty());
        table.setItems(sorted);
        table.setEditable(true);
        SchemeColumns.addTo(table, written::offer);
        table.getSelectionModel().selectedItemProperty().subscribe(viewModel.selected::set);
        viewModel.rows.all().subscribe(this::showResults);
        viewModel.referenceProperty().addListener(_ -> showResults());
        viewModel.disturbedProperty().addListener(_ -> showResults());
        viewModel.name.addListener(_ -> showResults());
        showResults();
    }

    /** Names everything after the scores of the chosen model; no prediction of a number is the same as before. */
    private void show(Measure measure) {
        boolean classes = measure == Measure.ACCURACY;
        SchemeColumns.name(table, measure);
        byBits.show(measure);
        bySize.show(measure);
        byBitsTitle.setText((classes ? "Accuracy" : "RMSE") + " by bit width");
        bySizeTitle.setText((classes ? "Accuracy" : "RMSE") + " by size");
        if (classes != tabs.getTabs().contains(changedTab)) {
            if (classes) {
                tabs.getTabs().add(changedTab);
            } else {
                tabs.getTabs().remove(changedTab);
            }
        }
    }

    private static String words(Timing timing) {
        return switch (timing) {
            case NONE -> "none";
            case QUICK -> "quick";
            case USUAL -> "median of 21 runs";
        };
    }

    private void showResults() {
        List<SchemeResult> results = viewModel.rows.results();
        bySize.show(results, ComparisonResult.paretoFront(results), r -> r.bytes() / 1e3);
        List<SchemeResult> simulated = results.stream()
                .filter(r -> r.scheme().arithmetic() == Arithmetic.SIMULATED
                        && r.scheme().weights() instanceof Integers
                        && r.scheme().rules().isEmpty())
                .toList();
        byBits.show(
                simulated,
                simulated.stream().filter(r -> !r.scheme().name().contains(":")).toList(),
                r -> r.scheme().weights().bits());
        if (viewModel.referenceProperty().get() == null) {
            summary.setText(
                    "Press Measure to evaluate every ticked scheme on the test set, beside float32 in the workbench's engine. Earlier measurements are in Runs.");
        } else {
            summary.setText(String.format(
                            Locale.ROOT,
                            "%s in float32: %s (%s). Timing: one thread, all schemes in turns; speed-up is over float32"
                                    + " in the same runtime, the median ratio of paired rounds; simulated schemes"
                                    + " compute in float32.",
                            viewModel.name.getValue(),
                            Words.score(viewModel.referenceProperty().get()),
                            switch (viewModel.referenceProperty().get()) {
                                case Evaluation.Classification c ->
                                    String.format(Locale.ROOT, "%,d of %,d", c.correct(), c.total());
                                case Evaluation.Regression r -> String.format(Locale.ROOT, "%,d samples", r.total());
                            })
                    + (viewModel.disturbedProperty().get()
                            ? "\nMeasured while other work was running: times may be too long and speed-ups wrong."
                                    + " Measure again when nothing else runs."
                            : "")
                    + inFloat(results));
        }
    }

    /** Why files of fewer bits are as large as that of float32; empty where none is. */
    private static String inFloat(List<SchemeResult> results) {
        String names = results.stream()
                .filter(r -> !r.scheme().untouched() && !r.quantises())
                .map(r -> r.scheme().name())
                .collect(Collectors.joining(", "));
        return names.isEmpty()
                ? ""
                : "\nAll weights stay in float32 under " + names + ": " + TensorReport.NO_PRODUCTS + ".";
    }

    List<Item> exports() {
        return List.of(new Item("Scores by bit width", byBits), new Item("Scores by size", bySize));
    }

    @FXML
    private void addOwn() {
        String text = ownScheme.getText().strip();
        if (!text.isEmpty() && viewModel.add(text)) {
            ownScheme.clear();
            table.scrollTo(viewModel.rows.all().getLast());
        }
    }
}
