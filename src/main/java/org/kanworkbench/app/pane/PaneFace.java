package org.kanworkbench.app.pane;

import java.util.List;

/**
 * A pane's description before it is created.
 *
 * @param id short and stable, for instance {@code train}; part of node ids and of file names
 * @param title the word in rail and header
 * @param icon an Ikonli literal of Material Design 2, for instance {@code mdi2c-chart-line}
 * @param help what the pane is for and how to begin, in five sentences; F1 shows it
 * @param shortcuts keys that work in this pane alone
 */
public record PaneFace(String id, String title, String icon, String help, List<Shortcut> shortcuts) {

    public PaneFace(String id, String title, String icon, String help, Shortcut... shortcuts) {
        this(id, title, icon, help, List.of(shortcuts));
    }
}
