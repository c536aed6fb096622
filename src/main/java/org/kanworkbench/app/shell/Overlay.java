package org.kanworkbench.app.shell;

/** A card over the panes. Esc and a click beside it close it. */
interface Overlay {

    boolean isOpen();

    /** Whether it was open. */
    boolean close();
}
