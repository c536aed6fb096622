package org.kanworkbench.data.source;

import java.util.Locale;

/** What a table's target is for: its classes, its numbers, or what its values look like. */
public enum TaskKind {
    /** Words and few whole numbers, or codes of classes such as 0 to 25, are for classification, other numbers for regression. */
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
