package org.kanworkbench.app.controls.setting;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ChangeListener;
import javafx.scene.control.CheckBox;

/** Several things of which any number is chosen, each by a box of its own. */
public final class Ticks<T> {

    private final Map<T, BooleanProperty> ticked = new LinkedHashMap<>();

    /** @param usual which are chosen at first */
    public Ticks(List<T> all, Predicate<T> usual) {
        all.forEach(one -> ticked.put(one, new SimpleBooleanProperty(usual.test(one))));
    }

    /** All of them, in their order. */
    public List<T> all() {
        return List.copyOf(ticked.keySet());
    }

    /** Those that are chosen, in the order of all. */
    public List<T> chosen() {
        return ticked.keySet().stream().filter(one -> ticked.get(one).get()).toList();
    }

    /** Chooses those for which this holds, and no other. */
    public void choose(Predicate<T> wanted) {
        ticked.forEach((one, is) -> is.set(wanted.test(one)));
    }

    /** Tells of each that is chosen, or is no more. */
    public void onChange(Runnable listener) {
        ChangeListener<Object> changed = (_, _, _) -> listener.run();
        ticked.values().forEach(is -> is.addListener(changed));
    }

    /** The box of one of them. */
    public CheckBox box(T one, String id, String text) {
        CheckBox box = new CheckBox(text);
        box.setId(id);
        box.selectedProperty().bindBidirectional(ticked.get(one));
        return box;
    }
}
