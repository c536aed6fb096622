package org.kanworkbench;

/** Starts the window or, with a first word, a command. Not an {@code Application}, so that JavaFX runs from the class path. */
public final class Launcher {

    private Launcher() {}

    public static void main(String[] args) {}
}
