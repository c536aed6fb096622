package org.kanworkbench.app.shell.settings;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.List;
import javafx.application.Application;
import javafx.scene.Scene;
import javafx.scene.control.Tooltip;
import javafx.scene.text.Font;
import javafx.stage.Window;

/** The two looks of the window. */
public enum Theme {
    LIGHT,
    DARK;

    private static final double ANY_SIZE = 12;

    public String label() {
        return this == LIGHT ? "Light" : "Dark";
    }

    public Theme other() {
        return this == LIGHT ? DARK : LIGHT;
    }

    /** To all controls of the program. */
    public void apply() {
        // The compiled form, which need not be parsed while the window waits.
        Application.setUserAgentStylesheet(
                (this == LIGHT ? new PrimerLight() : new PrimerDark()).getUserAgentStylesheetBSS());
    }

    public void apply(Scene scene) {
        // An open one would be styled before its owner, whose colours it takes, and find none.
        List.copyOf(Window.getWindows()).stream()
                .filter(Tooltip.class::isInstance)
                .forEach(Window::hide);
        apply();
        String dark = sheet("tokens-dark");
        scene.getStylesheets().remove(dark);
        if (this == DARK) {
            scene.getStylesheets().add(dark);
        }
    }

    /** The address of a style sheet of the window. */
    public static String sheet(String name) {
        return Theme.class
                .getResource("/org/kanworkbench/styles/" + name + ".css")
                .toExternalForm();
    }

    /** Makes the typeface known to style sheets. */
    public static void loadFonts() {
        for (String style : List.of("Regular", "Medium", "Bold", "Italic")) {
            Font.loadFont(
                    Theme.class.getResourceAsStream("/com/formdev/flatlaf/fonts/roboto/Roboto-" + style + ".ttf"),
                    ANY_SIZE);
        }
    }
}
