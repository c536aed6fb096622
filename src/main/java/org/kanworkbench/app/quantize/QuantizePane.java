package org.kanworkbench.app.quantize;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import javafx.beans.binding.Bindings;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import org.kanworkbench.app.chart.card.PictureFiles;
import org.kanworkbench.app.chart.card.PictureFiles.Item;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.models.StoredModels;
import org.kanworkbench.app.pane.Layout;
import org.kanworkbench.app.pane.Navigator;
import org.kanworkbench.app.pane.PaneFace;
import org.kanworkbench.app.pane.Reopening;
import org.kanworkbench.app.pane.Shortcut;
import org.kanworkbench.app.pane.WorkbenchPane;
import org.kanworkbench.app.session.Session;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.quantize.compare.ComparisonFile;
import org.kanworkbench.quantize.compare.ComparisonResult;
import org.kanworkbench.quantize.scheme.QuantizeException;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.StoredRun;

/** The Quantize pane, which compares quantisation schemes of a model. */
public final class QuantizePane extends WorkbenchPane {

    /** The pane's description before it is created. */
    public static final PaneFace FACE = new PaneFace(
            "quantize",
            "Quantize",
            "mdi2c-chart-bar",
            "Quantise a trained network to fewer bits and measure side by side what that costs and saves. "
                    + "Choose a model, tick schemes and press Measure: accuracy, agreement with float32, size and timing fill in, scheme by scheme. "
                    + "Schemes that ONNX Runtime runs save time; simulated (fake-quantised) ones show the effect on accuracy only. "
                    + "A row's button exports the ONNX file, which Draw can open, or the quantised weights as a .kan file. "
                    + "Below, Measure sensitivity quantises one part of the network at a time, and a selected row shows its edge functions and weights before and after, and which predictions change.",
            new Shortcut("Space", "tick a scheme"));

    /** The session's name for the comparison that opened its model. */
    private static final String OPENED = "quantizeOpened";

    private record Stored(SavedModel model, ComparisonResult result) {}

    private final Session session;
    private final QuantizeViewModel viewModel;
    private final QuantizeExport export;
    private final BackgroundWork background;
    private final AtomicInteger comparisons = new AtomicInteger();

    /**
     * @param stored models offered while none is open
     * @param otherWork whether another pane keeps the processor busy, which latencies suffer from
     */
    public QuantizePane(Workspace workspace, Navigator navigator, StoredModels stored, BooleanSupplier otherWork) {
        super(FACE);
        session = workspace.session;
        viewModel = new QuantizeViewModel(workspace, workspace.threads(), otherWork);
        background = new BackgroundWork(workspace.threads(), viewModel.problem);
        FilePrompts asked = workspace.prompts(this::window);
        EdgesViewModel edges = new EdgesViewModel(viewModel.lookProperty(), viewModel.work, workspace.threads());
        WeightsController weights =
                new WeightsController(viewModel.lookProperty(), viewModel.work, workspace.threads());
        WrittenController written = new WrittenController(
                viewModel, new WrittenViewModel(workspace, viewModel), asked, () -> navigator.show("draw"));
        ChangedController changed = new ChangedController(viewModel);
        QuantizeController main = new QuantizeController(
                viewModel, written, changed, edges, weights, () -> navigator.show("train"), stored);
        SensitivityController parts = new SensitivityController(viewModel);
        EdgesController curves = new EdgesController(edges);
        Parent content = Layout.load("quantize", main, written, parts, curves, changed, weights);
        main.keepTab(session);
        List<Item> pictures = new ArrayList<>(main.exports());
        pictures.addAll(parts.exports());
        pictures.add(curves.export());
        pictures.add(weights.export());
        export = new QuantizeExport(viewModel, new PictureFiles(asked, background, workspace::tell), pictures);
        Button measure = button(
                "quantize-measure",
                "Measure",
                "mdi2p-play",
                "Measure every ticked scheme (Ctrl+Enter)",
                this::start,
                "accent");
        measure.disableProperty().bind(viewModel.jobProperty().isNotNull().or(viewModel.chosen.isNull()));
        Button cancel = button(
                "quantize-cancel", "Cancel", "mdi2s-stop", "End the work; what is measured stays (Esc)", this::cancel);
        cancel.disableProperty().bind(viewModel.jobProperty().isNull());
        Showing.when(cancel, cancel.disabledProperty().not());
        export.menu
                .disableProperty()
                .bind(viewModel
                        .referenceProperty()
                        .isNull()
                        .and(viewModel.comparedProperty().isNull()));
        // Cancel comes and goes: nothing that stands to its right moves.
        lay(content, cancel, export.menu, measure);
        job.bind(viewModel.jobProperty());
        context.bind(Bindings.createStringBinding(
                () -> context(viewModel.chosen.get()),
                viewModel.chosen,
                viewModel.name,
                viewModel.referenceProperty()));
    }

    @Override
    public List<String> losses() {
        return whileWorking("Schemes are being measured. What is done is kept in Runs; the rest begins anew.");
    }

    /** What the menus of measured schemes have. */
    @Override
    public List<Find> finds() {
        return List.of(new Find("Export ONNX model… (menu of a measured scheme)", () -> {}));
    }

    private String context(OpenModel open) {
        if (open == null) {
            return "No model";
        }
        return viewModel.referenceProperty().get() == null
                ? open.name()
                : open.name() + " · "
                        + Words.score(viewModel.referenceProperty().get()) + " in float32";
    }

    @Override
    public void start() {
        viewModel.obstacle().ifPresentOrElse(viewModel::tell, viewModel::start);
    }

    @Override
    public void cancel() {
        viewModel.cancel();
    }

    /** Shows a comparison that the store has; {@link Reopening#show}. */
    public void open(StoredRun run, Path itsFiles) {
        background.runNewest(comparisons, "The comparison could not be opened", () -> {
            Stored stored = read(itsFiles);
            return () -> {
                session.shows(RunKind.QUANTISATION, run.id());
                session.parts.put(OPENED, String.valueOf(run.id()));
                viewModel.open(stored.model(), stored.result(), name(run));
            };
        });
    }

    /** Shows a comparison that the store has, if its model is open or was opened by it; {@link Reopening#bringBack}. */
    public void bringBack(StoredRun run, Path itsFiles) {
        Optional<String> opened =
                Optional.of(name(run)).filter(_ -> String.valueOf(run.id()).equals(session.parts.get(OPENED)));
        background.attempt(() -> {
            Stored stored = read(itsFiles);
            return () -> viewModel.bringBack(stored.model(), stored.result(), opened);
        });
    }

    private static String name(StoredRun run) {
        return run.shownTitle() + " of run " + run.id();
    }

    private static Stored read(Path files) throws ModelFileException, QuantizeException {
        SavedModel model = ModelFile.read(files.resolve(RunFiles.MODEL));
        return new Stored(model, ComparisonFile.read(files.resolve(RunFiles.RESULT), model));
    }
}
