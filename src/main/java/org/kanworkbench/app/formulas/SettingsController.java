package org.kanworkbench.app.formulas;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TitledPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import org.kanworkbench.app.controls.ActionItem;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.app.controls.TableMenu;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.controls.setting.FieldRow;
import org.kanworkbench.app.formulas.state.BundledExample;
import org.kanworkbench.app.formulas.state.FormulaSettings;
import org.kanworkbench.app.formulas.state.FormulaSettings.Chosen;
import org.kanworkbench.app.formulas.state.FormulaSettings.Kind;
import org.kanworkbench.app.formulas.state.FormulaSettings.Shape;
import org.kanworkbench.app.formulas.state.Words;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Target;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.NumericColumns;
import org.kanworkbench.data.source.TaskKind;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.formula.GivenNetwork;
import org.kanworkbench.formula.network.CandidateFunction;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.store.RunStore;

/** Binds the pane's settings. */
final class SettingsController {

    private final FormulaSettings settings;
    private final Workspace workspace;
    private final BackgroundWork background;
    private final AtomicInteger readings = new AtomicInteger();
    private final FilePrompts prompts;

    @FXML
    private FieldRow kind;

    @FXML
    private FieldRow expression;

    @FXML
    private FieldRow ranges;

    @FXML
    private FieldRow rows;

    @FXML
    private FieldRow noise;

    @FXML
    private FieldRow example;

    @FXML
    private Node tableRow;

    @FXML
    private TableMenu tables;

    @FXML
    private Label file;

    @FXML
    private Node targetRow;

    @FXML
    private ComboBox<String> target;

    @FXML
    private FieldRow task;

    @FXML
    private FieldRow others;

    @FXML
    private Node checkpointRow;

    @FXML
    private MenuButton networks;

    @FXML
    private Label checkpoint;

    @FXML
    private Label problem;

    @FXML
    private FieldRow shape;

    @FXML
    private FieldRow layers;

    @FXML
    private FieldRow seed;

    @FXML
    private FieldRow complexity;

    @FXML
    private TitledPane functionsPane;

    @FXML
    private FlowPane functions;

    @FXML
    private FieldRow own;

    SettingsController(FormulaSettings settings, Workspace workspace, BackgroundWork background, FilePrompts prompts) {
        this.settings = settings;
        this.workspace = workspace;
        this.background = background;
        this.prompts = prompts;
    }

    @FXML
    private void initialize() {
        kind.choose(settings.kind, List.of(Kind.values()));
        Showing.whole(expression.type(settings.expression), settings.expression.textProperty());
        Showing.whole(ranges.type(settings.ranges), settings.ranges.textProperty());
        rows.type(settings.rows);
        noise.type(settings.noise);
        for (FieldRow row : List.of(expression, ranges, rows, noise)) {
            row.showWhen(is(Kind.FUNCTION));
        }
        example.choose(settings.example, BundledExample.ALL);
        example.showWhen(is(Kind.EXAMPLE));
        Showing.when(tableRow, is(Kind.TABLE));
        ObservableValue<Chosen> chosen = settings.kind.valueProperty().flatMap(this::file);
        Showing.when(targetRow, chosen.map(c -> c.names().size() > 1).orElse(false));
        task.choose(settings.task, List.of(TaskKind.values()));
        Showing.whole(others.type(settings.others), settings.others.textProperty());
        for (FieldRow row : List.of(task, others)) {
            row.showWhen(is(Kind.TABLE)
                    .flatMap(shown -> settings.table.map(_ -> shown))
                    .orElse(false));
        }
        Showing.when(checkpointRow, is(Kind.CHECKPOINT));
        chosen.subscribe(this::show);
        target.valueProperty().addListener((_, _, name) -> {
            Chosen shown = chosen.getValue();
            if (name != null && shown != null && !name.equals(shown.target())) {
                file(settings.kind.get()).set(shown.target(name));
            }
        });
        settings.table.subscribe(one -> name(file, one));
        settings.checkpoint.subscribe(one -> name(checkpoint, one));
        tables.offer(workspace.recent, prompts, this::open);
        networks.setOnShowing(_ -> offerNetworks());
        offerNetworks();
        Showing.when(problem, problem.textProperty().isNotEmpty());
        shape.choose(settings.shape, List.of(Shape.values()));
        shape.showWhen(settings.kind.valueProperty().map(k -> k != Kind.CHECKPOINT));
        layers.type(settings.layers);
        layers.showWhen(settings.shape
                .valueProperty()
                .flatMap(s -> settings.kind.valueProperty().map(k -> s == Shape.GIVEN && k != Kind.CHECKPOINT)));
        seed.type(settings.seed);
        complexity.type(settings.complexity);
        for (CandidateFunction function : CandidateFunction.ALL) {
            functions
                    .getChildren()
                    .add(settings.functions.box(
                            function, "formulas-function-" + function.name(), Words.symbol(function)));
        }
        Showing.whole(own.type(settings.own), settings.own.textProperty());
        settings.onChange(this::tell);
        tell();
    }

    private void tell() {
        functionsPane.setText("Functions: " + settings.candidates().size());
        String hint = settings.hint();
        problem.setText(hint.isEmpty() ? settings.unchosen() : hint);
        // What is merely not chosen yet is no mistake.
        problem.getStyleClass().setAll(hint.isEmpty() ? "field-problem" : "type-hint");
    }

    /** The file of a kind of data; null for none. */
    private ObjectProperty<Chosen> file(Kind of) {
        return switch (of) {
            case FUNCTION, EXAMPLE -> new SimpleObjectProperty<>();
            case TABLE -> settings.table;
            case CHECKPOINT -> settings.checkpoint;
        };
    }

    private ObservableValue<Boolean> is(Kind shown) {
        return settings.kind.valueProperty().map(k -> k == shown);
    }

    @FXML
    private void allFunctions() {
        settings.functions.choose(_ -> true);
    }

    @FXML
    private void noFunctions() {
        settings.functions.choose(_ -> false);
    }

    /** The open models, the newest first, and files. */
    private void offerNetworks() {
        networks.getItems().clear();
        for (OpenModel model : workspace.models().reversed()) {
            if (model.run().isPresent() || model.file().isPresent()) {
                String refusal = refusal(model.target());
                String data = model.dataset().map(on -> " · " + on.name()).orElse("");
                MenuItem item = new ActionItem(model.name() + data + refusal, () -> open(model));
                item.setDisable(!refusal.isEmpty());
                networks.getItems().add(item);
            }
        }
        MenuItem file = new MenuItem("Open file…");
        file.setOnAction(_ -> prompts.open("Open a trained network", "Model or pykan checkpoint", GivenNetwork.ENDINGS)
                .ifPresent(this::open));
        networks.getItems().add(file);
    }

    /** Why there is no formula of such a network, behind its name; empty where there may be one. */
    private static String refusal(Target target) {
        return target instanceof Target.Classes classes && classes.names().size() > GivenNetwork.MOST_CLASSES
                ? " · " + classes.names().size() + " classes, a formula separates two"
                : "";
    }

    private void open(OpenModel model) {
        RunStore store = workspace.library.storeProperty().get();
        String title = model.name();
        background.runNewest(readings, "Could not open the network", () -> {
            Path file = model.file().isPresent()
                    ? model.file().get()
                    : kept(store, model.run().getAsLong(), title);
            try {
                Chosen read = read(Kind.CHECKPOINT, Chosen.named(file, title, ""), Optional.ofNullable(store));
                return () -> settings.checkpoint.set(read);
            } catch (ModelFileException e) {
                // Where a run's model is kept says nothing to anybody.
                throw new ModelFileException(
                        model.file().isPresent()
                                ? e.getMessage()
                                : e.getMessage().replace(file.toString(), title));
            }
        });
    }

    private static Path kept(RunStore store, long run, String title) throws ModelFileException, StoreException {
        Optional<StoredRun> found = store == null ? Optional.empty() : store.run(run);
        Optional<Path> file = found.isEmpty() ? Optional.empty() : store.model(found.get());
        return file.orElseThrow(() -> new ModelFileException(
                title + " is not kept: wait until it has trained, resume it, or save it to a file"));
    }

    /** Takes a table, with the columns that were last chosen of it, else its last one as the target; or a trained network. */
    void open(Path chosen) {
        Kind of = GivenNetwork.ENDINGS.stream().anyMatch(chosen.toString()::endsWith) ? Kind.CHECKPOINT : Kind.TABLE;
        String title = chosen.getFileName().toString();
        Chosen before = settings.table.get();
        boolean otherTable = of == Kind.TABLE && (before == null || !chosen.equals(before.file()));
        Optional<DataSource.CsvFile> known =
                of == Kind.TABLE ? Optional.of(workspace.tables().table(chosen)) : Optional.empty();
        String wanted = known.stream()
                .flatMap(table -> table.target().stream())
                .findFirst()
                .orElse("");
        read(Map.of(of, Chosen.named(chosen, title, wanted)), () -> {
            settings.kind.set(of);
            if (of == Kind.TABLE) {
                workspace.remember(chosen);
            }
            if (otherTable) {
                known.ifPresent(this::ignore);
            }
        });
    }

    /**
     * Ignores, in the place of columns of the table before, those that are no inputs of this one: as chosen, else those of text
     * with another value in every row.
     */
    private void ignore(DataSource.CsvFile table) {
        settings.task.set(table.task());
        settings.others.set(List.of());
        // Whoever looks for a formula is told.
        background.attempt(() -> {
            // Each of several targets is no input of the others.
            List<String> targets = table.target().size() > 1 ? table.target() : List.of();
            List<String> ignored = Stream.concat(targets.stream(), table.withoutKeys().ignored().stream())
                    .toList();
            return () -> {
                Chosen now = settings.table.get();
                boolean same = now.file().toAbsolutePath().equals(table.file().toAbsolutePath());
                if (same && settings.others.get().isEmpty()) {
                    settings.others.set(ignored.stream()
                            .filter(column -> targets.contains(column) || !column.equals(now.target()))
                            .toList());
                }
            };
        });
    }

    /** Settings as {@link FormulaSettings#text}. */
    void restore(String text, Runnable then) {
        Map<Kind, Chosen> files = settings.show(text);
        // What is still being read is of the settings before, and what is opened meanwhile is newer than these.
        int mine = readings.incrementAndGet();
        if (files.isEmpty()) {
            then.run();
        } else {
            // The store knows what a network was trained on.
            workspace.library.whenOpened(() -> {
                if (mine == readings.get()) {
                    read(files, then);
                }
            });
        }
    }

    private void read(Map<Kind, Chosen> files, Runnable then) {
        Optional<RunStore> store =
                Optional.ofNullable(workspace.library.storeProperty().get());
        background.runNewest(readings, "Could not open the data", () -> {
            Map<Kind, Chosen> read = new EnumMap<>(Kind.class);
            for (Map.Entry<Kind, Chosen> file : files.entrySet()) {
                read.put(file.getKey(), read(file.getKey(), file.getValue(), store));
            }
            return () -> {
                read.forEach((of, chosen) -> file(of).set(chosen));
                then.run();
            };
        });
    }

    private static Chosen read(Kind of, Chosen named, Optional<RunStore> store)
            throws DataException, ModelFileException {
        if (of == Kind.CHECKPOINT) {
            List<GivenNetwork> outputs = GivenNetwork.read(named.file(), store);
            GivenNetwork first = outputs.getFirst();
            return named.of(
                    outputs.stream().map(GivenNetwork::target).toList(),
                    first.target(),
                    first.network().isPresent() ? "" : first.learning());
        }
        List<String> header = NumericColumns.header(named.file());
        if (header.size() < 2) {
            throw new DataException(
                    named.file() + " has one column: at least one input and a target are needed, choose another file");
        }
        return named.of(header, header.getLast(), "");
    }

    private void show(Chosen chosen) {
        if (chosen != null) {
            if (!target.getItems().equals(chosen.names())) {
                target.getItems().setAll(chosen.names());
            }
            target.setValue(chosen.target());
        }
    }

    private static void name(Label label, Chosen chosen) {
        label.setText(chosen == null ? "" : chosen.title());
        label.setTooltip(chosen == null ? null : new Tooltip(chosen.file().toString()));
    }
}
