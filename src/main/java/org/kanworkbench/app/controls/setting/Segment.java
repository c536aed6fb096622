package org.kanworkbench.app.controls.setting;

import javafx.scene.control.ToggleButton;

/** One of {@link Segments}: pressing the chosen one again leaves it chosen. */
public final class Segment extends ToggleButton {

    public Segment() {}

    /** @param id by which the choice is kept */
    public Segment(String id, String text) {
        super(text);
        setId(id);
    }

    @Override
    public void fire() {
        if (getToggleGroup() == null || !isSelected()) {
            super.fire();
        }
    }
}
