package org.kanworkbench.app.draw.reading;

import java.util.Optional;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import org.kanworkbench.app.models.OpenGraph;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.models.OpenNetwork;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.network.Model;
import org.kanworkbench.quantize.onnx.OnnxModel;

/** What reads drawings: an open model, whose weights may change, or a graph from an ONNX file. */
public sealed interface Reader {

    /** What it is in all panes. */
    OpenNetwork open();

    default String name() {
        return open().name();
    }

    /** The name that it has now. */
    default ObservableValue<String> nameProperty() {
        return switch (this) {
            case OfModel(OpenModel open) -> open.nameProperty();
            case OfGraph _ -> new ReadOnlyStringWrapper(name());
        };
    }

    /** Name of the data set that it was trained on; empty where it is not known. */
    default String trainedOn() {
        return switch (this) {
            case OfModel(OpenModel open) ->
                open.dataset()
                        .map(Dataset::name)
                        .or(() -> open.saved().map(SavedModel::dataset))
                        .orElse("");
            case OfGraph(OpenGraph open) -> open.graph().origin().dataset();
        };
    }

    /** Whether it can be right or wrong about a digit. */
    default boolean readsDigits() {
        return DigitModels.readDigits(open().target(), trainedOn());
    }

    /** What it computes now; empty before the first weights. */
    default Optional<State> state() {
        return switch (this) {
            case OfModel(OpenModel open) ->
                Optional.ofNullable(open.modelProperty().get()).map(Weights::new);
            case OfGraph(OpenGraph open) -> Optional.of(new Graph(open.graph()));
        };
    }

    /** Values of a row that it takes, as far as is known. */
    default Optional<Integer> inputs() {
        return state().map(State::inputs)
                .or(() -> this instanceof OfModel(OpenModel open)
                        ? open.dataset().map(Dataset::inputs)
                        : Optional.empty());
    }

    /** A network as it is at one moment. */
    sealed interface State {

        default int inputs() {
            return switch (this) {
                case Weights(Model model) -> model.network().inputs();
                case Graph(OnnxModel model) -> model.inputs();
            };
        }

        default int outputs() {
            return switch (this) {
                case Weights(Model model) -> model.network().outputs();
                case Graph(OnnxModel model) -> model.outputs();
            };
        }

        /** Whether an answer is the same whatever else is read with it. */
        default boolean rowsIndependent() {
            return switch (this) {
                case Weights(Model model) -> !model.network().scalesByBatch();
                case Graph(OnnxModel model) -> model.rowsIndependent();
            };
        }

        /** Whether the other is the very same, so that nothing needs to be made anew. */
        default boolean is(State other) {
            return switch (this) {
                case Weights(Model model) -> other instanceof Weights(Model known) && known == model;
                case Graph(OnnxModel model) -> other instanceof Graph(OnnxModel known) && known == model;
            };
        }
    }

    /** Weights that the workbench's engine computes with. */
    record Weights(Model model) implements State {}

    /** A graph that ONNX Runtime computes. */
    record Graph(OnnxModel model) implements State {}

    /** @param open a model of the workbench */
    record OfModel(OpenModel open) implements Reader {}

    /** @param open a network from an ONNX file */
    record OfGraph(OpenGraph open) implements Reader {}
}
