package org.kanworkbench.app.work;

import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;

/**
 * What the error card shows.
 *
 * @param what what could not be done
 * @param details one line with problem, location and remedy
 */
public record Problem(String what, String details) {

    /** Takes the details of what could not be done, and has them shown. */
    public static Consumer<String> into(ObjectProperty<Problem> shown, String what) {
        return details -> shown.set(new Problem(what, details));
    }
}
