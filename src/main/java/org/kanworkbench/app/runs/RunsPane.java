package org.kanworkbench.app.runs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.fxml.FXMLLoader;
import javafx.scene.Node;
import org.kanworkbench.app.BackgroundWork;
import org.kanworkbench.app.Navigator;
import org.kanworkbench.app.WorkbenchPane;
import org.kanworkbench.app.Workspace;
import org.kanworkbench.app.controls.FilePrompts;

/** Where every kept run is found, looked at, gone on with and compared. */
public final class RunsPane implements WorkbenchPane {

    private final RunsViewModel viewModel;
    private final RunsController list;
    private final Node content;
    private final ReadOnlyStringWrapper context = new ReadOnlyStringWrapper("");

    public RunsPane(Workspace workspace, Navigator navigator) {
        this(workspace, navigator, null);
    }

    /** @param prompts null for the platform's dialogs */
    RunsPane(Workspace workspace, Navigator navigator, FilePrompts prompts) {
        viewModel = new RunsViewModel(workspace, Platform::runLater);
        FilePrompts asked = prompts != null
                ? prompts
                : FilePrompts.over(() -> content().getScene().getWindow());
        PlotSaving saving = new PlotSaving(
                asked,
                new BackgroundWork(workspace.background(), Platform::runLater, viewModel.problemProperty()::set));
        list = new RunsController(viewModel, () -> navigator.show("train"));
        content = load(list, new PreviewController(viewModel, new PreviewViewModel(viewModel), saving::save));
        context.bind(Bindings.createStringBinding(
                () -> viewModel.readProperty().get()
                        ? RunText.runs(viewModel.totalProperty().get())
                        : "",
                viewModel.readProperty(),
                viewModel.totalProperty()));
    }

    /** Loads the layout, whose controllers are among the given. */
    private static Node load(Object... controllers) {
        FXMLLoader loader = new FXMLLoader(RunsPane.class.getResource("/org/kanworkbench/fxml/runs.fxml"));
        loader.setControllerFactory(type ->
                Stream.of(controllers).filter(type::isInstance).findFirst().orElseThrow());
        try {
            return loader.load();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String id() {
        return "runs";
    }

    @Override
    public String title() {
        return "Runs";
    }

    @Override
    public String icon() {
        return "mdi2f-format-list-bulleted";
    }

    @Override
    public String help() {
        return "Every training is kept here by itself, with its configuration, curves, weights over time and model. "
                + "Type to search, click a column's head to sort, and choose columns at the table's right edge. "
                + "The selected run is shown at the right, where it also gets tags and notes. "
                + "A run that was interrupted keeps its last checkpoint, from which it can go on. "
                + "Delete takes runs away; until the window closes, Undo brings them back.";
    }

    @Override
    public Node content() {
        return content;
    }

    @Override
    public ObservableValue<String> context() {
        return context.getReadOnlyProperty();
    }

    /** Takes the search away. */
    @Override
    public void cancel() {
        list.clearSearch();
    }

    RunsViewModel viewModel() {
        return viewModel;
    }
}
