package org.kanworkbench.app.pane;

/**
 * A keyboard shortcut of a pane.
 *
 * @param keys as printed on them, for instance {@code Ctrl+Z}
 * @param what it does, in a few words
 */
public record Shortcut(String keys, String what) {}
