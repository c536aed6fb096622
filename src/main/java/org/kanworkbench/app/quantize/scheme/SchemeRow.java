package org.kanworkbench.app.quantize.scheme;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.kanworkbench.quantize.compare.SchemeResult;
import org.kanworkbench.quantize.scheme.Arithmetic;
import org.kanworkbench.quantize.scheme.Scheme;

/** A scheme in the table: its selection and results. Use on the interface thread only. */
public final class SchemeRow {

    public final Scheme scheme;
    private final boolean own;
    public final BooleanProperty wanted = new SimpleBooleanProperty(true);
    private final ReadOnlyObjectWrapper<SchemeResult> result = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Figures> figures = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper refusal = new ReadOnlyStringWrapper("");

    /**
     * What the table shows.
     *
     * @param timesFollow whether times that are not there yet are still going to be measured
     */
    public record Figures(SchemeResult result, boolean timesFollow) {}

    /** @param own whether a person has written it */
    SchemeRow(Scheme scheme, boolean own) {
        this.scheme = scheme;
        this.own = own;
    }

    public boolean own() {
        return own;
    }

    public boolean simulated() {
        return scheme.arithmetic() == Arithmetic.SIMULATED;
    }

    /** Null before it is scored; its latencies follow. */
    public ReadOnlyObjectProperty<SchemeResult> resultProperty() {
        return result.getReadOnlyProperty();
    }

    /** Null before it is scored. */
    public ReadOnlyObjectProperty<Figures> figuresProperty() {
        return figures.getReadOnlyProperty();
    }

    /** Why it does not fit the model or the machine; empty if it does. */
    public ReadOnlyStringProperty refusalProperty() {
        return refusal.getReadOnlyProperty();
    }

    void show(SchemeResult measured) {
        result.set(measured);
        figures.set(new Figures(measured, true));
    }

    /** No more is going to be measured. */
    void settle() {
        if (result.get() != null) {
            figures.set(new Figures(result.get(), false));
        }
    }

    void refuse(String reason) {
        refusal.set(reason);
    }

    void clear() {
        result.set(null);
        figures.set(null);
        refusal.set("");
    }
}
