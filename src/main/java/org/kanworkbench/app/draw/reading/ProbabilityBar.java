package org.kanworkbench.app.draw.reading;

import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;
import org.kanworkbench.app.controls.Styled;

/** A bar whose filled part is a probability. */
public final class ProbabilityBar extends Region {

    private final Region fill = Styled.of(new Region(), "probability-fill");
    private double value;

    ProbabilityBar() {
        getStyleClass().add("probability-bar");
        fill.setManaged(false);
        getChildren().add(fill);
        setAccessibleRole(AccessibleRole.PROGRESS_INDICATOR);
    }

    public double value() {
        return value;
    }

    /** @param probability 0 to 1 */
    void show(double probability) {
        value = probability;
        setAccessibleText(ModelColumn.percent(probability));
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        fill.resizeRelocate(0, 0, snapSizeX(value * getWidth()), getHeight());
    }
}
