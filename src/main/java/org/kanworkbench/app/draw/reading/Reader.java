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

/**
 * What reads drawings: an open model, whose weights may change, or a graph from an ONNX file.
 *
 * @param open what it is in all panes
 */
public record Reader(OpenNetwork open) {

    /** The name that it has now. */
    public ObservableValue<String> nameProperty() {
        return open instanceof OpenModel model ? model.nameProperty() : new ReadOnlyStringWrapper(open.name());
    }

    /** Name of the data set that it was trained on; empty where it is not known. */
    public String trainedOn() {
        return switch (open) {
            case OpenModel model ->
                model.dataset()
                        .map(Dataset::name)
                        .or(() -> model.saved().map(SavedModel::dataset))
                        .orElse("");
            case OpenGraph graph -> graph.graph().origin().dataset();
        };
    }

    /** Whether it can be right or wrong about a digit. */
    public boolean readsDigits() {
        return DigitModels.readDigits(open.target(), trainedOn());
    }

    /** What it computes now; empty before the first weights. */
    public Optional<State> state() {
        return switch (open) {
            case OpenModel model ->
                Optional.ofNullable(model.modelProperty().get()).map(Weights::new);
            case OpenGraph graph -> Optional.of(new Graph(graph.graph()));
        };
    }

    /** Values of a row that it takes, as far as is known. */
    public Optional<Integer> inputs() {
        return state().map(State::inputs)
                .or(() -> open instanceof OpenModel model ? model.dataset().map(Dataset::inputs) : Optional.empty());
    }

    /** A network as it is at one moment. */
    public sealed interface State {

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
    public record Weights(Model model) implements State {}

    /** A graph that ONNX Runtime computes. */
    public record Graph(OnnxModel model) implements State {}
}
