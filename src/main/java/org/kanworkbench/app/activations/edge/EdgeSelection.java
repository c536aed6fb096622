package org.kanworkbench.app.activations.edge;

import java.util.Objects;
import java.util.Optional;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.explain.Edge;

/** The selected layer, output and edges of the chosen model. Use on the interface thread only. */
public final class EdgeSelection {

    /** Pinned edges are distinguished by colour. */
    static final int MOST_PINS = 6;

    private final ReadOnlyObjectProperty<OpenModel> chosen;
    private final Runnable otherLayer;
    private final Runnable otherEdges;
    private final ReadOnlyIntegerWrapper layer = new ReadOnlyIntegerWrapper();
    private final ReadOnlyIntegerWrapper output = new ReadOnlyIntegerWrapper();
    private final ReadOnlyObjectWrapper<Edge> hovered = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Edge> inspected = new ReadOnlyObjectWrapper<>();
    /** Oldest first, at most {@link #MOST_PINS}. */
    public final ObservableList<Pin> pins = FXCollections.observableArrayList();

    /** Whether an output was selected, by hand or as the strongest. */
    private boolean outputChosen;

    /**
     * @param otherLayer called after the layer has changed
     * @param otherEdges called after the output or edge has changed
     */
    public EdgeSelection(ReadOnlyObjectProperty<OpenModel> chosen, Runnable otherLayer, Runnable otherEdges) {
        this.chosen = chosen;
        this.otherLayer = otherLayer;
        this.otherEdges = otherEdges;
        pins.subscribe(otherEdges);
    }

    /** Resets for another model: its strongest output will be selected, and no edge. */
    public void clear() {
        outputChosen = false;
        hovered.set(null);
        inspected.set(null);
    }

    /** Removes the pins of a closed model. */
    public void forget(OpenModel model) {
        pins.removeIf(pin -> pin.model() == model);
    }

    /** @param index from 0; clipped to the last layer */
    public void chooseLayer(int index) {
        if (layer.get() != index) {
            layer.set(index);
            output.set(0);
            clear();
            otherLayer.run();
        }
    }

    public void chooseOutput(int index) {
        outputChosen = true;
        if (output.get() != index) {
            output.set(index);
            hovered.set(null);
            inspected.set(null);
            otherEdges.run();
        }
    }

    /** Selects an output unless one is selected already. */
    public void suggestOutput(int index) {
        if (!outputChosen) {
            outputChosen = true;
            output.set(index);
        }
    }

    public void limitLayer(int layers) {
        layer.set(Math.min(layer.get(), layers - 1));
    }

    public void limitOutput(int outputs) {
        output.set(Math.min(output.get(), outputs - 1));
    }

    /** Shows an edge to the chosen output while the pointer is on it. */
    public void hover(int input) {
        hover(input < 0 ? null : new Edge(layer.get(), output.get(), input));
    }

    /** Shows any edge while the pointer is on it; null for none. */
    public void hover(Edge edge) {
        if (!Objects.equals(edge, hovered.get())) {
            hovered.set(edge);
            otherEdges.run();
        }
    }

    /** Inspects and pins an edge to the chosen output; a second call unpins it. */
    public void inspect(int input) {
        inspect(new Edge(layer.get(), output.get(), input));
    }

    /** As above, for any edge, whose layer and output are chosen with it. */
    public void inspect(Edge edge) {
        select(edge);
        Pin pin = new Pin(chosen.get(), edge);
        if (!pins.remove(pin)) {
            if (pins.size() == MOST_PINS) {
                pins.removeFirst();
            }
            pins.add(pin);
        }
    }

    /** Inspects an edge, whose layer and output are chosen with it, without a pin. */
    public void choose(Edge edge) {
        select(edge);
        hovered.set(null);
        otherEdges.run();
    }

    private void select(Edge edge) {
        chooseLayer(edge.layer());
        outputChosen = true;
        output.set(edge.output());
        inspected.set(edge);
    }

    /** Selects an edge as by a click, but without a pin. */
    void stayWith(Edge edge) {
        hovered.set(null);
        inspected.set(edge);
    }

    /** The edge under the pointer, or else the clicked one. */
    public Optional<Edge> pointedAt() {
        return Optional.ofNullable(hovered.get()).or(() -> Optional.ofNullable(inspected.get()));
    }

    /** From 0. */
    public ReadOnlyIntegerProperty layerProperty() {
        return layer.getReadOnlyProperty();
    }

    /** Of the layer, from 0. */
    public ReadOnlyIntegerProperty outputProperty() {
        return output.getReadOnlyProperty();
    }

    /** The edge under the pointer; null for none. */
    public ReadOnlyObjectProperty<Edge> hoveredProperty() {
        return hovered.getReadOnlyProperty();
    }

    /** The clicked edge; null for none. */
    public ReadOnlyObjectProperty<Edge> inspectedProperty() {
        return inspected.getReadOnlyProperty();
    }
}
