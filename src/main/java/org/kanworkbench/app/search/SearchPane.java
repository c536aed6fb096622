package org.kanworkbench.app.search;

import java.util.List;
import java.util.function.LongConsumer;
import javafx.beans.binding.Bindings;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import org.kanworkbench.app.chart.card.PictureFiles;
import org.kanworkbench.app.controls.ErrorCard;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.pane.Layout;
import org.kanworkbench.app.pane.Navigator;
import org.kanworkbench.app.pane.PaneFace;
import org.kanworkbench.app.pane.WorkbenchPane;
import org.kanworkbench.app.session.Trainer;
import org.kanworkbench.app.session.WorkQueue;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.data.Counted;
import org.kanworkbench.runs.Queued;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.search.setting.Searchable;

/** The Search pane, where trials look for the best settings. */
public final class SearchPane extends WorkbenchPane {

    /** The pane's description before it is created. */
    public static final PaneFace FACE = new PaneFace(
            "search",
            "Search",
            "mdi2m-magnify-scan",
            "Choose which of Train's settings to search and between which values, and press Start. "
                    + "Each trial trains a network and is scored on validation samples, one trial per core at a time; every trial is a run in Runs. "
                    + "Stop whenever you like: Start resumes the search, also after a restart, and more trials continue it. "
                    + "Drag along an axis of the parallel coordinates to see only the trials that pass there; the bars show which settings matter. Point at a dot to read its trial, click it to open the run; the table has all of them. "
                    + "Use the best puts its settings into Train, and Confirm tells on the test set whether it is better than the settings that the search began with.");

    private final SearchViewModel viewModel;

    @FXML
    private ErrorCard error;

    @FXML
    private Node page;

    @FXML
    private Node empty;

    /** @param openRun opens a run by its number */
    public SearchPane(Workspace workspace, Navigator navigator, Trainer trainer, LongConsumer openRun) {
        super(FACE);
        viewModel = new SearchViewModel(workspace, trainer);
        BackgroundWork background = new BackgroundWork(workspace.threads(), viewModel.problemProperty());
        FilePrompts prompts = workspace.prompts(this::window);
        PictureFiles files = new PictureFiles(prompts, background, workspace::tell);
        Button start = button(
                "search-start",
                "Start",
                "mdi2p-play",
                "Start the search, or resume it (Ctrl+Enter)",
                this::start,
                "accent",
                "primary");
        start.disableProperty()
                .bind(viewModel
                        .jobProperty()
                        .isNotNull()
                        .or(viewModel.obstacleProperty().isNotEmpty()));
        Button stop =
                button("search-stop", "Stop", "mdi2s-stop", "Stop; trials that ended are kept (Esc)", this::cancel);
        Showing.instead(stop, viewModel.jobProperty().isNotNull(), start);
        Button queue = button(
                "search-queue",
                "Add to queue",
                "mdi2p-playlist-plus",
                "Search with these settings when nothing else trains any more",
                viewModel::queue,
                "flat");
        queue.disableProperty().bind(viewModel.obstacleProperty().isNotEmpty());
        lay(
                Layout.load(
                        "search",
                        this,
                        new SpaceController(viewModel, prompts),
                        new ResultsController(viewModel, files, () -> navigator.show("train"), openRun)),
                stop,
                queue,
                start);
        viewModel.seen.bind(inView());
        job.bind(viewModel.jobProperty());
        context.bind(Bindings.createStringBinding(this::describe, viewModel.viewProperty()));
        viewModel.drainEveryFrame();
    }

    private String describe() {
        SearchViewModel.View view = viewModel.viewProperty().get();
        if (view == null) {
            return "";
        }
        return view.data() + " · " + view.configuration().base().preset() + " · "
                + Counted.of(view.trials().size(), "trial");
    }

    @FXML
    private void initialize() {
        error.bind(viewModel.problemProperty());
        Showing.when(page, viewModel.viewProperty().isNotNull());
        Showing.when(empty, viewModel.viewProperty().isNull());
    }

    @Override
    public void start() {
        viewModel.start();
    }

    /** Adds a setting to the space, with values around what Train has. */
    public void add(Searchable setting) {
        viewModel.search(setting);
    }

    /** Starts a search that waited in the queue, or resumes it. */
    public void start(Queued work, WorkQueue.Turn turn) {
        viewModel.start(work, turn);
    }

    /** Shows a search that the store has, unless another is shown by now; Train stays as it is. */
    public void bringBack(StoredRun run) {
        viewModel.bringBack(run);
    }

    /** Shows a search that the store has. */
    public void open(StoredRun run) {
        viewModel.open(run);
    }

    @Override
    public List<String> losses() {
        return whileWorking(
                viewModel.confirming()
                        ? "The best trial is being confirmed, which will begin anew. The search itself is kept."
                        : "A search is running. What is done is kept; Start resumes it.");
    }

    @Override
    public void cancel() {
        viewModel.stop();
    }
}
