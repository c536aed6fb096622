package org.kanworkbench.app.shell.cards;

import java.util.function.BooleanSupplier;

/** A card over the panes. Esc and a click beside it close it. */
public interface Overlay {

    boolean isOpen();

    /** Whether it was open. */
    boolean close();

    /** A card that knows nothing of the shell. */
    static Overlay of(BooleanSupplier open, BooleanSupplier close) {
        return new Overlay() {
            @Override
            public boolean isOpen() {
                return open.getAsBoolean();
            }

            @Override
            public boolean close() {
                return close.getAsBoolean();
            }
        };
    }
}
