package org.kanworkbench.app.activations.edge;

import java.util.Objects;
import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.explain.Edge;

/** Which layer, output and edges of the chosen model are looked at. Every method is for the interface thread. */
public final class EdgeSelection {

    /** Pinned edges are told apart by colour. */
    static final int MOST_PINS = 6;

    private final ReadOnlyObjectProperty<OpenModel> chosen;
    private final Runnable otherLayer;
    private final Runnable otherEdges;
    private final ReadOnlyIntegerWrapper layer = new ReadOnlyIntegerWrapper();
    private final ReadOnlyIntegerWrapper output = new ReadOnlyIntegerWrapper();
    private final ReadOnlyObjectWrapper<Edge> hovered = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Edge> inspected = new ReadOnlyObjectWrapper<>();
    private final ObservableList<Pin> pins = FXCollections.observableArrayList();

    /** Whether an output was chosen, by hand or because it is the strongest. */
    private boolean outputChosen;

    /**
     * @param otherLayer happens after another layer was chosen
     * @param otherEdges happens after another output or edge was
     */
    public EdgeSelection(ReadOnlyObjectProperty<OpenModel> chosen, Runnable otherLayer, Runnable otherEdges) {
        this.chosen = chosen;
        this.otherLayer = otherLayer;
        this.otherEdges = otherEdges;
        pins.addListener((InvalidationListener) _ -> otherEdges.run());
    }

    /** Of another model: its strongest output is to be chosen, and none of its edges is. */
    public void clear() {
        outputChosen = false;
        hovered.set(null);
        inspected.set(null);
    }

    /** Takes away the pins of a model that was closed. */
    public void forget(OpenModel model) {
        pins.removeIf(pin -> pin.model() == model);
    }

    /** @param index from 0; a layer that the model lacks becomes its last */
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

    /** Chooses an output unless one was. */
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

    /** Shows any edge while the pointer is on it; null when it is on none. */
    public void hover(Edge edge) {
        if (!Objects.equals(edge, hovered.get())) {
            hovered.set(edge);
            otherEdges.run();
        }
    }

    /** Inspects an edge to the chosen output, and pins it; once more takes the pin away. */
    public void inspect(int input) {
        inspect(new Edge(layer.get(), output.get(), input));
    }

    /** As above, for any edge, whose layer and output are chosen with it. */
    public void inspect(Edge edge) {
        chooseLayer(edge.layer());
        outputChosen = true;
        output.set(edge.output());
        inspected.set(edge);
        Pin pin = new Pin(chosen.get(), edge);
        if (!pins.remove(pin)) {
            if (pins.size() == MOST_PINS) {
                pins.removeFirst();
            }
            pins.add(pin);
        }
    }

    /** Stays with an edge, as if it had been clicked, but without a pin. */
    void stayWith(Edge edge) {
        hovered.set(null);
        inspected.set(edge);
    }

    /** The edge under the pointer, else the one that was clicked. */
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

    /** The edge that was clicked; null for none. */
    public ReadOnlyObjectProperty<Edge> inspectedProperty() {
        return inspected.getReadOnlyProperty();
    }

    /** Oldest first, at most {@link #MOST_PINS}. */
    public ObservableList<Pin> pins() {
        return pins;
    }
}
