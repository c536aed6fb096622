package org.kanworkbench.app.shell.settings;

import java.util.Locale;
import javafx.scene.Scene;

/** Colours of models and runs, all of them made for colour-blind readers. */
public enum Palette {
    /** The tokens' own: M. Okabe and K. Ito, Color Universal Design, 2008. */
    OKABE_ITO("Okabe and Ito"),
    /** P. Tol, Colour Schemes, SRON technical note, 2021. */
    TOL_BRIGHT("Tol, bright"),
    /** The same source. */
    TOL_VIBRANT("Tol, vibrant");

    private final String label;

    Palette(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    public void apply(Scene scene) {
        for (Palette other : values()) {
            if (other != OKABE_ITO) {
                scene.getStylesheets().remove(other.sheet());
            }
        }
        if (this != OKABE_ITO) {
            scene.getStylesheets().add(sheet());
        }
    }

    private String sheet() {
        return Theme.sheet("palette-" + name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
