package org.kanworkbench.app.runs;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javafx.beans.binding.Bindings;
import javafx.scene.Parent;
import javafx.scene.layout.StackPane;
import org.kanworkbench.app.chart.card.PictureFiles;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.controls.setting.Segment;
import org.kanworkbench.app.controls.setting.Segments;
import org.kanworkbench.app.pane.Layout;
import org.kanworkbench.app.pane.Navigator;
import org.kanworkbench.app.pane.PaneFace;
import org.kanworkbench.app.pane.Reopening;
import org.kanworkbench.app.pane.Shortcut;
import org.kanworkbench.app.pane.WorkbenchPane;
import org.kanworkbench.app.runs.presets.PresetsController;
import org.kanworkbench.app.runs.presets.PresetsViewModel;
import org.kanworkbench.app.session.Notice;
import org.kanworkbench.app.session.Trainer;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.data.Counted;

/** The Runs pane, which lists all stored runs, to search, view, resume and compare. */
public final class RunsPane extends WorkbenchPane {

    /** The pane's description before it is created. */
    public static final PaneFace FACE = new PaneFace(
            "runs",
            "Runs",
            "mdi2f-format-list-bulleted",
            "Every run is kept here by itself, with its configuration, curves, events, weights over time and model. "
                    + "Type to search, click a column's head to sort, and choose columns at the table's right edge. "
                    + "Open brings a run back into all panes, Resume continues an interrupted one, Repeat trains it again with other seeds, F2 renames it. "
                    + "Select several to overlay their curves and compare their settings; By configuration gives mean and deviation over seeds, and Compare presets trains presets of equal size and tells whether they differ. "
                    + "Delete takes runs away, Undo brings them back until the window closes; File exports runs, and exports or imports all of them as an archive.",
            new Shortcut("Enter", "open the run"),
            new Shortcut("F2", "rename the run"),
            new Shortcut("Delete", "delete the selected runs"),
            new Shortcut("Ctrl+Z", "undo the last deletion"));

    final RunsViewModel viewModel;
    private final CompareViewModel compare;
    public final RunActions runs;
    private final RunFilesController files;
    private final ActionsController actions;
    private final RunsController list;
    private final PresetsViewModel presets;
    private final PresetsController presetsController;
    private final Segment presetsTab;

    /**
     * @param trainer trains again, goes on, and shows what was trained
     * @param reopening shows what other work came to
     * @param otherWork whether another pane keeps the processor busy, which training times suffer from
     */
    public RunsPane(
            Workspace workspace, Navigator navigator, Trainer trainer, Reopening reopening, BooleanSupplier otherWork) {
        super(FACE);
        viewModel = new RunsViewModel(workspace, workspace.threads());
        FilePrompts asked = workspace.prompts(this::window);
        BackgroundWork background = new BackgroundWork(workspace.threads(), viewModel.problem);
        PictureFiles pictures = new PictureFiles(asked, background, workspace::tell);
        compare = new CompareViewModel(viewModel);
        runs = new RunActions(viewModel, trainer, reopening, navigator, workspace.queue);
        actions = new ActionsController(viewModel, runs, compare::compare);
        files = new RunFilesController(viewModel, asked, background);
        Parent menu = Layout.load("runs-files", files);
        list = new RunsController(viewModel, files, compare, actions, () -> navigator.show("train"));
        Parent content = Layout.load(
                "runs",
                list,
                new PreviewController(viewModel, pictures),
                actions,
                new CompareController(compare, pictures));
        presets = new PresetsViewModel(workspace, otherWork);
        presetsController = new PresetsController(presets, workspace.tables(), asked, pictures);
        Parent compared = Layout.load("runs-presets", presetsController);
        Segment listTab = new Segment("runs-tab-list", "All runs");
        presetsTab = new Segment("runs-tab-presets", "Compare presets");
        Segments tabs = new Segments();
        tabs.setId("runs-tabs");
        tabs.getChildren().setAll(listTab, presetsTab);
        tabs.keepIn(workspace.session.parts);
        Showing.when(content, listTab.selectedProperty());
        Showing.when(menu, listTab.selectedProperty());
        Showing.when(compared, presetsTab.selectedProperty());
        // At the end, where they stay when the menu beside them goes.
        lay(new StackPane(content, compared), menu, tabs);
        viewModel.problem.subscribe(problem -> {
            // Asked from another pane, beside a comparison or the presets, it would be told where nobody looks.
            if (problem != null && !(inView().get() && listTab.isSelected() && list.browsing())) {
                viewModel.problem.set(null);
                workspace.notices.add(Notice.of(problem));
            }
        });
        job.bind(presets.jobProperty());
        presets.drainEveryFrame();
        context.bind(Bindings.createStringBinding(
                () -> presetsTab.isSelected()
                        ? presets.plannedProperty().get()
                        : viewModel.readProperty().get()
                                ? Counted.of(viewModel.allProperty().get(), "run")
                                : "",
                presetsTab.selectedProperty(),
                presets.plannedProperty(),
                viewModel.readProperty(),
                viewModel.allProperty()));
    }

    @Override
    public List<Find> finds() {
        return viewModel.rows.stream()
                .map(run -> new Find(
                        "Open run " + run.shownName() + " · "
                                + run.description().dataset(),
                        () -> runs.open(run.id())))
                .toList();
    }

    @Override
    public void showJob() {
        presetsTab.setSelected(true);
    }

    /** Opens the selected run, or compares the selected ones; or starts the comparison of presets. */
    @Override
    public void start() {
        if (presetsTab.isSelected()) {
            presetsController.primary();
        } else {
            actions.primary();
        }
    }

    @Override
    public void undo() {
        if (!presetsTab.isSelected()) {
            viewModel.undoDelete();
        }
    }

    /** Back from a comparison, else from a search; or stops the comparison of presets. */
    @Override
    public void cancel() {
        if (presetsTab.isSelected()) {
            presets.stop();
        } else {
            list.back();
        }
    }

    @Override
    public List<String> losses() {
        return Stream.concat(presets.losses().stream(), files.losses().stream()).toList();
    }

    @Override
    public void leave() {
        presets.stop();
    }
}
