package org.kanworkbench.app.formulas;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.beans.binding.Bindings;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import org.kanworkbench.app.chart.card.PictureFiles;
import org.kanworkbench.app.controls.ErrorCard;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.app.controls.layout.LiveScrollPane;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.formulas.state.FormulasViewModel;
import org.kanworkbench.app.formulas.state.Request;
import org.kanworkbench.app.formulas.state.State;
import org.kanworkbench.app.pane.Layout;
import org.kanworkbench.app.pane.PaneFace;
import org.kanworkbench.app.pane.Reopening;
import org.kanworkbench.app.pane.Shortcut;
import org.kanworkbench.app.pane.WorkbenchPane;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.app.work.Cadence;
import org.kanworkbench.app.work.Frames;
import org.kanworkbench.data.Counted;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.formula.FormulaRun;
import org.kanworkbench.formula.pykan.PykanCheckpoint;
import org.kanworkbench.runs.StoredRun;

/** The Formulas pane, where rows become an equation. */
public final class FormulasPane extends WorkbenchPane {

    /** The pane's description before it is created. */
    public static final PaneFace FACE = new PaneFace(
            "formulas",
            "Formulas",
            "mdi2f-function-variant",
            "Turn numbers into an equation: type a function, open a table or a trained network, and press Find formula. "
                    + "Small networks are trained, pruned, and their edges replaced by functions; every stage is a step at the bottom that you can go back to. "
                    + "Click an edge to see which functions fit its curve and what the validation error becomes with each, and replace it by another. "
                    + "The formula's error on unseen samples always stands beside it, and below it the Pareto front, its difference from the network, and whether it survives ten seeds. "
                    + "Copy as takes it away as LaTeX, SymPy, NumPy, Java, C or for Excel.",
            new Shortcut("Ctrl+Z", "undo a step"),
            new Shortcut("Ctrl+Shift+Z", "redo a step"),
            new Shortcut("← → ↑ ↓", "choose an edge of the network"),
            new Shortcut("Enter", "replace the edge"));

    /** Of the elapsed time. */
    private static final int UPDATES_A_SECOND = 5;

    final FormulasViewModel viewModel;
    private final SettingsController settings;
    private final BackgroundWork background;
    private final AtomicInteger formulas = new AtomicInteger();
    private final Button find = button(
            "formulas-find",
            "Find formula",
            "mdi2p-play",
            "Find a formula for the data (Ctrl+Enter)",
            this::start,
            "accent",
            "primary");
    private final Button stop =
            button("formulas-stop", "Stop", "mdi2s-stop", "Stop; what was found is kept (Esc)", this::cancel);

    @FXML
    private ErrorCard error;

    @FXML
    private Node page;

    @FXML
    private Node empty;

    @FXML
    private Button begin;

    @FXML
    private Node edge;

    public FormulasPane(Workspace workspace) {
        super(FACE);
        viewModel = new FormulasViewModel(workspace.library, workspace.session, workspace.threads(), workspace::tell);
        FilePrompts prompts = workspace.prompts(this::window);
        background = new BackgroundWork(workspace.threads(), viewModel.work.problem);
        PictureFiles files = new PictureFiles(prompts, background, workspace::tell);
        settings = new SettingsController(viewModel.settings, workspace, background, prompts);
        Parent content = Layout.load(
                "formulas",
                this,
                settings,
                new NetworkController(viewModel, files),
                new EdgeController(viewModel, files),
                new FormulaController(viewModel, files),
                new StepsController(viewModel));
        find.disableProperty()
                .bind(viewModel
                        .work
                        .busyProperty()
                        .or(viewModel.obstacleProperty().isNotEmpty()));
        Showing.instead(stop, viewModel.work.busyProperty(), find, begin);
        lay(content, stop, find);
        job.bind(viewModel.work.jobProperty());
        context.bind(Bindings.createStringBinding(this::describe, viewModel.steps.shownProperty()));
        tellTheTime();
        workspace.session.keep(
                "formula",
                text -> settings.restore(text, () -> {}),
                viewModel.settings::text,
                viewModel.settings::onChange);
    }

    private String describe() {
        State state = viewModel.steps.shown();
        return state == null
                ? ""
                : state.task().label() + " · "
                        + Counted.of(state.task().data().train().rows(), "training sample")
                        + (state.task().data().leftOut().isEmpty() ? "" : " · rows without a value left out");
    }

    /** Only while there is work, so that an idle window costs nothing. */
    private void tellTheTime() {
        Cadence cadence = new Cadence(UPDATES_A_SECOND);
        Frames.whenever(viewModel.work.busyProperty(), busy -> busy, now -> {
            if (cadence.due(now)) {
                viewModel.work.tick();
            }
        });
    }

    @FXML
    private void initialize() {
        viewModel.edge.chosenProperty().subscribe(chosen -> {
            if (chosen != null) {
                LiveScrollPane.reveal(edge);
            }
        });
        error.bind(viewModel.work.problem);
        Showing.when(page, viewModel.steps.shownProperty().isNotNull());
        begin.disableProperty().bind(find.disableProperty());
        Showing.when(empty, viewModel.steps.shownProperty().isNull());
    }

    @Override
    public void start() {
        if (!find.isDisabled()) {
            viewModel.find();
        }
    }

    @Override
    public List<String> opens() {
        return List.of(PykanCheckpoint.CONFIGURATION);
    }

    @Override
    public void open(Path file) {
        settings.open(file);
    }

    /** Shows what a search of the store has found, with its settings; {@link Reopening#show}. */
    public void open(StoredRun run, Path files) {
        background.runNewest(formulas, "The formula could not be opened", () -> stored(run, files));
    }

    /** Shows what a search of the store has found, unless another is shown by now; {@link Reopening#bringBack}. */
    public void bringBack(StoredRun run, Path files) {
        background.attempt(() -> {
            Runnable show = stored(run, files);
            return () -> {
                if (viewModel.steps.shown() == null && !viewModel.work.busy()) {
                    show.run();
                }
            };
        });
    }

    private Runnable stored(StoredRun run, Path files) throws ModelFileException {
        FormulaRun.Question asked = FormulaRun.question(run);
        String text = Request.settings(
                asked, run.description().dataset(), run.description().seed());
        FormulaRun.Remains kept = FormulaRun.Remains.read(files);
        return () -> {
            viewModel.work.checkFree();
            settings.restore(text, () -> viewModel.reopen(run.id(), asked, kept));
        };
    }

    @Override
    public List<String> losses() {
        return whileWorking("A formula is being sought. What is found is kept in Runs; the rest begins anew.");
    }

    @Override
    public void cancel() {
        viewModel.work.stop();
    }

    @Override
    public void undo() {
        viewModel.steps.undo();
    }

    @Override
    public void redo() {
        viewModel.steps.redo();
    }
}
