package org.kanworkbench.data.source;

import java.util.Locale;

/** What a table's target is for: its classes, its numbers, or what its values look like. */
public enum TaskKind {
    /** Numbers with fractions, and more different ones than there can be classes, are for regression. */
    AUTO,
    CLASSIFICATION,
    REGRESSION;

    /** The name in the window. */
    public String label() {
        return this == AUTO ? "Automatic" : name().charAt(0) + word().substring(1);
    }

    /** The name on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
