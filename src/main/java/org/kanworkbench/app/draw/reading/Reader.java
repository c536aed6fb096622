package org.kanworkbench.app.draw.reading;

import java.util.Optional;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import org.kanworkbench.app.models.OpenGraph;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.models.OpenNetwork;
import org.kanworkbench.data.Dataset;
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
    ObservableValue<String> nameProperty();

    /** Name of the data set that it was trained on; empty where it is not known. */
    String trainedOn();

    /** Whether it can be right or wrong about a digit. */
    default boolean readsDigits() {
        return DigitModels.readDigits(open().target(), trainedOn());
    }

    /** What it computes now; empty before the first weights. */
    Optional<State> state();

    /** Values of a row that it takes, as far as is known. */
    Optional<Integer> inputs();

    /** A network as it is at one moment. */
    sealed interface State {

        int inputs();

        int outputs();

        /** Whether an answer is the same whatever else is read with it. */
        boolean rowsIndependent();

        /** Whether the other is the very same, so that nothing needs to be made anew. */
        boolean is(State other);
    }

    /** Weights that the workbench's engine computes with. */
    record Weights(Model model) implements State {

        @Override
        public int inputs() {
            return model.network().inputs();
        }

        @Override
        public int outputs() {
            return model.network().outputs();
        }

        @Override
        public boolean rowsIndependent() {
            return !model.network().scalesByBatch();
        }

        @Override
        public boolean is(State other) {
            return other instanceof Weights weights && weights.model == model;
        }
    }

    /** A graph that ONNX Runtime computes. */
    record Graph(OnnxModel model) implements State {

        @Override
        public int inputs() {
            return model.inputs();
        }

        @Override
        public int outputs() {
            return model.outputs();
        }

        @Override
        public boolean rowsIndependent() {
            return model.rowsIndependent();
        }

        @Override
        public boolean is(State other) {
            return other instanceof Graph graph && graph.model == model;
        }
    }

    /** @param open a model of the workbench */
    record OfModel(OpenModel open) implements Reader {

        @Override
        public ObservableValue<String> nameProperty() {
            return open.nameProperty();
        }

        @Override
        public String trainedOn() {
            Model weights = open.modelProperty().get();
            return open.dataset()
                    .map(Dataset::name)
                    .or(() -> open.description()
                            .filter(_ -> weights != null)
                            .map(description -> description.apply(weights).dataset()))
                    .orElse("");
        }

        @Override
        public Optional<State> state() {
            return Optional.ofNullable(open.modelProperty().get()).map(Weights::new);
        }

        @Override
        public Optional<Integer> inputs() {
            return state().map(State::inputs).or(() -> open.dataset().map(Dataset::inputs));
        }
    }

    /** @param open a network from an ONNX file */
    record OfGraph(OpenGraph open) implements Reader {

        @Override
        public ObservableValue<String> nameProperty() {
            return new ReadOnlyStringWrapper(open.name());
        }

        @Override
        public String trainedOn() {
            return open.graph().origin().dataset();
        }

        @Override
        public Optional<State> state() {
            return Optional.of(new Graph(open.graph()));
        }

        @Override
        public Optional<Integer> inputs() {
            return Optional.of(open.graph().inputs());
        }
    }
}
