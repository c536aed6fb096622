package org.kanworkbench.app.quantize;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.fxml.FXML;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Spinner;
import javafx.scene.control.SpinnerValueFactory.IntegerSpinnerValueFactory;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.kanworkbench.app.OpenModel;
import org.kanworkbench.app.controls.ErrorCard;
import org.kanworkbench.app.controls.ExampleGallery;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.app.quantize.QuantizeViewModel.Compared;
import org.kanworkbench.quantize.Arithmetic;
import org.kanworkbench.quantize.BitRule;
import org.kanworkbench.quantize.WeightFormat.Integers;
import org.kanworkbench.quantize.compare.ChangedAnswer;
import org.kanworkbench.quantize.compare.Comparison.Timing;
import org.kanworkbench.quantize.compare.ComparisonResult;
import org.kanworkbench.quantize.compare.RoundingHistogram;
import org.kanworkbench.quantize.compare.SchemeResult;
import org.kanworkbench.quantize.compare.Sensitivity.Effect;
import org.kanworkbench.quantize.onnx.OnnxModel;
import org.kanworkbench.quantize.onnx.Snippet;

/** Binds the pane's controls to its view model. */
public final class QuantizeController {

    private static final int LEAST_BITS = Integers.FEWEST_BITS;
    private static final int MOST_BITS = Integers.MOST_BITS;

    private final QuantizeViewModel viewModel;
    private final FilePrompts prompts;
    private final Runnable train;

    @FXML
    private VBox work;

    @FXML
    private VBox empty;

    @FXML
    private ComboBox<OpenModel> model;

    @FXML
    private ComboBox<Timing> timing;

    @FXML
    private TextField ownScheme;

    @FXML
    private ErrorCard error;

    @FXML
    private HBox written;

    @FXML
    private Label writtenText;

    @FXML
    private Button copyJava;

    @FXML
    private Button copyPython;

    @FXML
    private TableView<SchemeRow> table;

    @FXML
    private Label summary;

    @FXML
    private SchemePicture byBits;

    @FXML
    private SchemePicture bySize;

    @FXML
    private TabPane tabs;

    @FXML
    private Tab changedTab;

    @FXML
    private Spinner<Integer> bits;

    @FXML
    private Button measureParts;

    @FXML
    private SensitivityPicture byLayer;

    @FXML
    private SensitivityPicture byOrder;

    @FXML
    private ExampleGallery changed;

    @FXML
    private ComboBox<RoundingHistogram> tensor;

    @FXML
    private Label untouched;

    @FXML
    private HistogramPicture histogram;

    /** What the graph that was written last is used with; null for rounded weights. */
    private Function<Snippet, String> program;

    /** @param train brings up the pane where models are trained */
    QuantizeController(QuantizeViewModel viewModel, FilePrompts prompts, Runnable train) {
        this.viewModel = viewModel;
        this.prompts = prompts;
        this.train = train;
    }

    @FXML
    private void initialize() {
        model.setItems(viewModel.models());
        model.setConverter(named(OpenModel::name));
        model.valueProperty().bindBidirectional(viewModel.chosenProperty());
        timing.getItems().setAll(Timing.values());
        timing.setConverter(named(QuantizeController::words));
        timing.valueProperty().bindBidirectional(viewModel.timingProperty());
        viewModel.chosenProperty().subscribe(chosen -> {
            work.setVisible(chosen != null);
            empty.setVisible(chosen == null);
        });
        ownScheme.setOnAction(_ -> addOwn());
        viewModel.problemProperty().subscribe(problem -> {
            if (problem.isEmpty()) {
                error.clear();
            } else {
                error.show("Could not quantise", problem);
            }
        });
        error.setOnDismiss(viewModel::dismiss);
        written.managedProperty().bind(written.visibleProperty());
        written.setVisible(false);
        initializeTable();
        initializeTabs();
    }

    private void initializeTable() {
        table.setItems(viewModel.rows());
        table.setEditable(true);
        SchemeColumns.addTo(table, this::export);
        table.getSelectionModel().selectedItemProperty().subscribe(viewModel.selectedProperty()::set);
        for (SchemeRow row : viewModel.rows()) {
            row.resultProperty().addListener(_ -> showResults());
        }
        viewModel.rows().addListener((ListChangeListener<SchemeRow>) change -> {
            while (change.next()) {
                change.getAddedSubList().forEach(row -> row.resultProperty().addListener(_ -> showResults()));
            }
            showResults();
        });
        viewModel.referenceProperty().subscribe(this::showResults);
        viewModel.selectedProperty().subscribe(this::showSelected);
    }

    private void initializeTabs() {
        bits.setValueFactory(new IntegerSpinnerValueFactory(
                LEAST_BITS, MOST_BITS, viewModel.sensitivityBitsProperty().get()));
        bits.getValueFactory().valueProperty().bindBidirectional(viewModel.sensitivityBitsProperty());
        measureParts.disableProperty().bind(viewModel.jobProperty().isNotNull());
        viewModel.effects().addListener((ListChangeListener<Effect>) _ -> showEffects());
        tensor.setConverter(named(h -> h.term().isEmpty() ? h.tensor() : h.tensor() + ", " + h.term()));
        tensor.valueProperty().subscribe(histogram::show);
    }

    private static String words(Timing timing) {
        return switch (timing) {
            case NONE -> "none";
            case QUICK -> "quick look";
            case USUAL -> "medians of 21 rounds";
        };
    }

    private static <T> StringConverter<T> named(Function<T, String> name) {
        return new StringConverter<>() {
            @Override
            public String toString(T value) {
                return value == null ? "" : name.apply(value);
            }

            @Override
            public T fromString(String text) {
                throw new UnsupportedOperationException();
            }
        };
    }

    private List<SchemeResult> results() {
        return viewModel.rows().stream()
                .map(row -> row.resultProperty().get())
                .filter(result -> result != null)
                .toList();
    }

    private void showResults() {
        List<SchemeResult> results = results();
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
                    "Measure scores every ticked scheme on the test set, beside float32 in the workbench's engine.");
        } else {
            summary.setText(String.format(
                    Locale.ROOT,
                    "%s in float32: %.2f %% (%,d of %,d). Times are of one thread, all schemes in turns; speed is against"
                            + " float32 on the same runtime.",
                    viewModel.comparedProperty().get().open().name(),
                    100 * viewModel.referenceProperty().get().accuracy(),
                    viewModel.referenceProperty().get().correct(),
                    viewModel.referenceProperty().get().total()));
        }
        showSelected();
    }

    private void showSelected() {
        SchemeRow row = viewModel.selectedProperty().get();
        Compared compared = viewModel.comparedProperty().get();
        SchemeResult result = row == null ? null : row.resultProperty().get();
        if (result == null || compared == null) {
            changedTab.setText("Changed images");
            changed.show(
                    results().isEmpty() ? "" : "Choose a scheme in the table to see what it answers otherwise.",
                    null,
                    null,
                    List.of());
            tensor.getItems().clear();
            untouched.setText("");
            return;
        }
        List<ChangedAnswer> answers = result.score().changed();
        changedTab.setText("Changed images (" + answers.size() + ")");
        List<String> classes = compared.open().classes();
        changed.show(
                row.scheme().name() + " answers " + answers.size() + " of "
                        + String.format(Locale.ROOT, "%,d", result.score().total())
                        + " otherwise than float32; below each the right class, then before → after",
                compared.dataset(),
                compared.dataset().test(),
                answers.stream()
                        .map(a -> new ExampleGallery.Item(
                                a.row(),
                                classes.get(a.label()) + ": " + classes.get(a.before()) + " → "
                                        + classes.get(a.after())))
                        .toList());
        long kept = result.tensors().stream()
                .filter(t -> !t.touched())
                .mapToLong(t -> t.weights())
                .sum();
        untouched.setText(kept == 0 ? "" : String.format(Locale.ROOT, "%,d values stay float32", kept));
        viewModel.work().histograms(compared, row.scheme(), found -> {
            if (viewModel.selectedProperty().get() == row) {
                RoundingHistogram before = tensor.getValue();
                tensor.getItems().setAll(found);
                tensor.setValue(found.stream()
                        .filter(h -> before != null
                                && h.tensor().equals(before.tensor())
                                && h.term().equals(before.term()))
                        .findFirst()
                        .orElse(found.isEmpty() ? null : found.getFirst()));
            }
        });
    }

    List<QuantizeExport.Item> exports() {
        return List.of(
                new QuantizeExport.Item("Accuracy against bits", byBits),
                new QuantizeExport.Item("Accuracy against size", bySize),
                new QuantizeExport.Item("Where it hurts by layer", byLayer),
                new QuantizeExport.Item("Where it hurts by order", byOrder),
                new QuantizeExport.Item("Weights before and after", histogram));
    }

    private void showEffects() {
        ObservableList<Effect> effects = viewModel.effects();
        byLayer.show(effects.stream().filter(e -> e.part().term().isEmpty()).toList());
        byOrder.show(effects.stream()
                .filter(e -> e.part().term().isPresent())
                .filter(e -> e.part().layer().isEmpty() || e.part().layer().getAsInt() != BitRule.STEM)
                .toList());
    }

    @FXML
    private void addOwn() {
        String text = ownScheme.getText().strip();
        if (!text.isEmpty() && viewModel.add(text)) {
            ownScheme.clear();
            table.scrollTo(viewModel.rows().size() - 1);
        }
    }

    @FXML
    private void measureParts() {
        viewModel.startSensitivity();
    }

    @FXML
    private void goToTrain() {
        train.run();
    }

    private void export(SchemeRow row, Node at) {
        MenuItem file = new MenuItem(row.simulated() ? "Save the rounded weights (.kan)…" : "Export ONNX file…");
        file.setOnAction(_ -> save(row));
        MenuItem open = new MenuItem("Open the rounded weights in Draw and Activations");
        open.setOnAction(_ -> viewModel.openRounded(row));
        open.setDisable(row.scheme().weights().bits() == Float.SIZE
                && row.scheme().rules().isEmpty());
        ContextMenu menu = new ContextMenu(file, open);
        if (row.own()) {
            MenuItem remove = new MenuItem("Remove the scheme");
            remove.setOnAction(_ -> viewModel.remove(row));
            menu.getItems().add(remove);
        }
        menu.show(at, Side.BOTTOM, 0, 0);
    }

    private void save(SchemeRow row) {
        String extension = row.simulated() ? ".kan" : ".onnx";
        Compared compared = viewModel.comparedProperty().get();
        String name = (compared.open().name() + "-" + row.scheme().name()).replaceAll("[^\\w.-]+", "-");
        Optional<Path> target = prompts.save(
                "Export " + row.scheme().name(), row.simulated() ? "Model" : "ONNX model", extension, name);
        target.ifPresent(file -> viewModel
                .work()
                .export(
                        compared,
                        row.scheme(),
                        row.simulated()
                                ? OptionalDouble.of(
                                        row.resultProperty().get().score().accuracy())
                                : OptionalDouble.empty(),
                        file,
                        graph -> showWritten(file, graph),
                        reason -> error.show("Could not export", reason)));
    }

    private void showWritten(Path file, Optional<OnnxModel> graph) {
        writtenText.setText(
                "Written " + file + graph.map(_ -> ", opset " + OnnxModel.OPSET).orElse(""));
        program = graph.<Function<Snippet, String>>map(g -> snippet -> snippet.of(g, file.toString()))
                .orElse(null);
        copyJava.setVisible(graph.isPresent());
        copyPython.setVisible(graph.isPresent());
        written.setVisible(true);
    }

    @FXML
    private void copyJava() {
        copy(program.apply(Snippet.JAVA));
    }

    @FXML
    private void copyPython() {
        copy(program.apply(Snippet.PYTHON));
    }

    private static void copy(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }

    @FXML
    private void dismissWritten() {
        written.setVisible(false);
    }
}
