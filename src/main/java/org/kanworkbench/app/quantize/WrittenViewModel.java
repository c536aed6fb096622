package org.kanworkbench.app.quantize;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.quantize.QuantizeViewModel.Compared;
import org.kanworkbench.app.quantize.scheme.SchemeRow;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.quantize.onnx.OnnxModel;

/** Exports of measured schemes: files, and models opened in all panes. Use on the interface thread only. */
final class WrittenViewModel {

    private final Workspace workspace;
    private final QuantizeViewModel viewModel;
    private final ReadOnlyObjectWrapper<Written> written = new ReadOnlyObjectWrapper<>();

    /**
     * A file that was exported.
     *
     * @param about what was measured, whatever is shown by now
     * @param graph empty if it holds rounded weights
     */
    record Written(Compared about, SchemeRow row, Path file, Optional<OnnxModel> graph) {}

    WrittenViewModel(Workspace workspace, QuantizeViewModel viewModel) {
        this.workspace = workspace;
        this.viewModel = viewModel;
        viewModel.chosen.addListener(_ -> dismiss());
    }

    /** The file that was exported last; null for none, or when it was dismissed. */
    ReadOnlyObjectProperty<Written> fileProperty() {
        return written.getReadOnlyProperty();
    }

    void dismiss() {
        written.set(null);
    }

    /** What the table is of, from which files are made; empty, with a problem, where its data are not at hand. */
    Optional<Compared> about() {
        Compared about = viewModel.comparedProperty().get();
        if (about == null) {
            viewModel.tell("The data of this measurement are not at hand: choose them in Train, then open it in Runs.");
        }
        return Optional.ofNullable(about);
    }

    /** Writes the file of a measured scheme: the graph that was measured, or the rounded weights of a simulated one. */
    void export(Compared about, SchemeRow row, Path file) {
        OptionalDouble score = row.simulated()
                ? OptionalDouble.of(row.resultProperty().get().score().value())
                : OptionalDouble.empty();
        viewModel.work.export(
                about,
                row.scheme,
                score,
                file,
                graph -> written.set(new Written(about, row, file, graph)),
                reason -> viewModel.tell("The file was not written: " + reason));
    }

    /** Opens what the file that was exported last holds, as one more model. */
    void open() {
        Written file = written.get();
        file.graph()
                .ifPresentOrElse(
                        graph -> workspace.openGraph(file.file(), graph), () -> openRounded(file.about(), file.row()));
    }

    /** Opens the quantised weights of a measured scheme as another model in every pane. */
    void openRounded(Compared about, SchemeRow row) {
        viewModel.work.rounded(about, row.scheme, (rounded, failure) -> {
            failure.ifPresent(viewModel::tell);
            rounded.ifPresent(model -> {
                OpenModel open = workspace.open(about.open().name() + " " + row.scheme.name(), about.dataset());
                // Weights that are changed by hand are no more those of the scheme.
                open.describe(weights -> weights == model.model() ? model : model.with(weights));
                open.update(model.model());
            });
        });
    }
}
