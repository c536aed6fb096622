package org.kanworkbench.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.kanworkbench.app.activations.ActivationsPane;
import org.kanworkbench.app.draw.DrawPane;
import org.kanworkbench.app.formulas.FormulasPane;
import org.kanworkbench.app.models.StoredModels;
import org.kanworkbench.app.noise.NoisePane;
import org.kanworkbench.app.pane.Navigator;
import org.kanworkbench.app.pane.PaneFace;
import org.kanworkbench.app.pane.RailEntry;
import org.kanworkbench.app.pane.Reopening;
import org.kanworkbench.app.pane.WorkbenchPane;
import org.kanworkbench.app.quantize.QuantizePane;
import org.kanworkbench.app.runs.RunActions;
import org.kanworkbench.app.runs.RunsPane;
import org.kanworkbench.app.search.SearchPane;
import org.kanworkbench.app.session.Trainer;
import org.kanworkbench.app.session.WorkQueue;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.train.TrainPane;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.quantize.onnx.OnnxModel;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.StoredRun;

/** All panes of the window, and navigation between them. All but the first are created lazily. */
final class Panes implements Reopening {

    private final Navigator navigator;
    private final BackgroundWork looking;
    private final RailEntry<TrainPane> train;
    private final RailEntry<ActivationsPane> activations;
    private final RailEntry<DrawPane> draw;
    private final RailEntry<QuantizePane> quantize;
    private final RailEntry<NoisePane> noise;
    private final RailEntry<FormulasPane> formulas;
    private final RailEntry<SearchPane> search;
    private final RailEntry<RunsPane> runs;

    Panes(Workspace workspace, Navigator navigator) {
        this.navigator = navigator;
        looking = new BackgroundWork(workspace.threads(), _ -> {});
        train = RailEntry.of(new TrainPane(workspace, navigator, run -> ofRuns().resume(run)));
        StoredModels stored = new NewestRuns(workspace, run -> ofRuns().reopen(run, () -> {}));
        activations = new RailEntry<>(ActivationsPane.FACE, () -> new ActivationsPane(workspace, navigator, stored));
        draw = new RailEntry<>(DrawPane.FACE, () -> new DrawPane(workspace, navigator, stored));
        quantize = new RailEntry<>(
                QuantizePane.FACE,
                () -> new QuantizePane(workspace, navigator, stored, () -> worksBeside(QuantizePane.FACE)));
        noise = new RailEntry<>(NoisePane.FACE, () -> new NoisePane(workspace));
        formulas = new RailEntry<>(FormulasPane.FACE, () -> new FormulasPane(workspace));
        search = new RailEntry<>(
                SearchPane.FACE,
                () -> new SearchPane(workspace, navigator, train.make().trainer(), run -> ofRuns().open(run)));
        runs = new RailEntry<>(
                RunsPane.FACE,
                () -> new RunsPane(
                        workspace, navigator, train.make().trainer(), this, () -> worksBeside(RunsPane.FACE)));
        train.make().setOnSearch(setting -> inFront(search).add(setting));
        serve(workspace);
    }

    private void serve(Workspace workspace) {
        WorkQueue queue = workspace.queue;
        Trainer trainer = train.make().trainer();
        queue.serve(RunKind.TRAINING, trainer.busy(), new QueuedTraining(workspace, trainer));
        queue.serve(
                RunKind.SEARCH,
                search.job().map(_ -> true).orElse(false),
                (work, turn) -> search.make().start(work, turn));
    }

    /** Whether another pane keeps the processor busy, which times suffer from. */
    private boolean worksBeside(PaneFace face) {
        return all().stream()
                .filter(pane -> pane.face() != face)
                .anyMatch(pane -> pane.job().getValue() != null);
    }

    /** In the order of the rail. */
    List<RailEntry<?>> all() {
        return List.of(train, activations, draw, quantize, noise, formulas, search, runs);
    }

    /** Panes created on first view, or when idle. */
    List<RailEntry<?>> late() {
        return List.of(activations, draw, quantize, noise, formulas, search, runs);
    }

    /**
     * Reopens a network file without showing it, if it still exists.
     *
     * @param then happens in any case, on the interface thread, where a model is about to be open
     */
    void reopen(Path file, Runnable then) {
        // Far away, it may take long to tell.
        looking.attempt(() -> {
            boolean there = Files.exists(file);
            return () -> reopen(file, there, then);
        });
    }

    private void reopen(Path file, boolean there, Runnable then) {
        if (there && !file.toString().endsWith(OnnxModel.EXTENSION)) {
            train.make().reopen(file, then);
        } else {
            if (there) {
                draw.make().open(file);
            }
            then.run();
        }
    }

    /** What can be done with runs of the store. */
    RunActions ofRuns() {
        return runs.make().runs;
    }

    @Override
    public void show(StoredRun run, Path files) {
        switch (run.description().kind()) {
            case SWEEP -> inFront(noise).open(run, files);
            case QUANTISATION -> inFront(quantize).open(run, files);
            case FORMULA -> inFront(formulas).open(run, files);
            case SEARCH -> inFront(search).open(run);
            case TRAINING, IMPORTED -> {}
        }
    }

    private <P extends WorkbenchPane> P inFront(RailEntry<P> pane) {
        navigator.show(pane.face().id());
        return pane.make();
    }

    @Override
    public void bringBack(StoredRun run, Path files) {
        switch (run.description().kind()) {
            case SWEEP -> noise.make().bringBack(run, files);
            case QUANTISATION -> quantize.make().bringBack(run, files);
            case FORMULA -> formulas.make().bringBack(run, files);
            case SEARCH -> search.make().bringBack(run);
            case TRAINING, IMPORTED -> {}
        }
    }
}
