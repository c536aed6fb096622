package org.kanworkbench.app.activations.layer;

import java.util.Set;
import java.util.function.IntConsumer;
import javafx.scene.input.MouseEvent;
import org.kanworkbench.app.chart.Picture;

/** A picture of the edges to one output, by their inputs, which can be pointed at, chosen and marked. */
public abstract class InputPicture extends Picture {

    public static final int NONE = -1;

    protected int hovered = NONE;
    protected int inspected = NONE;
    protected Set<Integer> pinned = Set.of();
    private IntConsumer onHover = _ -> {};
    private IntConsumer onChoose = _ -> {};

    protected InputPicture(String style) {
        getStyleClass().add(style);
        setOnMouseMoved(event -> hover(at(event)));
        setOnMouseExited(_ -> hover(NONE));
        setOnMouseClicked(event -> {
            if (isFocusTraversable()) {
                requestFocus();
            }
            choose(at(event));
        });
    }

    /** The input under the pointer, {@link #NONE} if there is none. */
    protected abstract int at(MouseEvent event);

    /** Marks inputs, each {@link #NONE} if there is none, and those whose edges are pinned. */
    public final void mark(int hover, int inspect, Set<Integer> pins) {
        hovered = hover;
        inspected = inspect;
        pinned = pins;
        repaint();
    }

    /** Receives the input under the pointer, {@link #NONE} if there is none. */
    public final void setOnHover(IntConsumer listener) {
        onHover = listener;
    }

    public final void setOnChoose(IntConsumer listener) {
        onChoose = listener;
    }

    protected final void hover(int input) {
        onHover.accept(input);
    }

    protected final void choose(int input) {
        if (input != NONE) {
            onChoose.accept(input);
        }
    }
}
