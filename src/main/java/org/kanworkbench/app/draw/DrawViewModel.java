package org.kanworkbench.app.draw;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.kanworkbench.app.MyDigits;
import org.kanworkbench.app.OpenModel;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.DrawnDigit;
import org.kanworkbench.network.Model;

/** The state of the Draw pane. Every method is for the interface thread. */
final class DrawViewModel {

    private static final int PIXELS = DrawnDigit.SIDE * DrawnDigit.SIDE;

    static final double THINNEST = 10;
    static final double WIDEST = 60;

    /** About MNIST's own: a stroke is some 2.5 of 28 pixels wide. */
    static final double USUAL = 36;

    /** Drawings that can be brought back. */
    static final int KEPT = 12;

    private final DigitReader reader;
    private final MyDigits digits;
    private final DoubleProperty penWidth = new SimpleDoubleProperty(USUAL);
    private final Sketch sketch = new Sketch();
    private final KeyboardPen keyboardPen = new KeyboardPen(sketch, penWidth);
    private final ReadOnlyBooleanWrapper touched = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<DrawnDigit> seen = new ReadOnlyObjectWrapper<>();
    private final ObservableList<ModelColumn> columns = FXCollections.observableArrayList();
    private final ObservableList<KeptDrawing> kept = FXCollections.observableArrayList();
    private final InvalidationListener newWeights = _ -> takeNewWeights();
    private final WeakInvalidationListener weakNewWeights = new WeakInvalidationListener(newWeights);

    /**
     * @param models what is open; changes on the interface thread only
     * @param digits where named drawings are kept
     * @param background where drawings are read
     * @param interfaceThread where what was read is shown
     */
    DrawViewModel(
            ObservableList<OpenModel> models,
            MyDigits digits,
            Executor background,
            Executor interfaceThread,
            Function<Model, Classifier> classifiers) {
        this.digits = digits;
        this.reader = new DigitReader(background, interfaceThread, classifiers, this::show);
        sketch.drawingProperty().subscribe(drawing -> {
            touched.set(touched.get() || !drawing.isEmpty());
            read();
        });
        models.addListener((ListChangeListener<OpenModel>) change -> {
            while (change.next()) {
                change.getRemoved().forEach(this::remove);
                change.getAddedSubList().forEach(this::add);
            }
            read();
        });
        models.forEach(this::add);
        read();
    }

    Sketch sketch() {
        return sketch;
    }

    KeyboardPen keyboardPen() {
        return keyboardPen;
    }

    /** In the drawing's pixels. */
    DoubleProperty penWidthProperty() {
        return penWidth;
    }

    /** Whether anything has ever been drawn. */
    ReadOnlyBooleanProperty touchedProperty() {
        return touched.getReadOnlyProperty();
    }

    /** The picture that the networks get; null while there is no ink. */
    ReadOnlyObjectProperty<DrawnDigit> seenProperty() {
        return seen.getReadOnlyProperty();
    }

    /** One an open model that takes a drawing's pixels, in their order. */
    ObservableList<ModelColumn> columns() {
        return columns;
    }

    /** Labelled and cleared drawings of this session, newest first, at most {@link #KEPT}. */
    ObservableList<KeptDrawing> kept() {
        return kept;
    }

    /** Clears the paper; what was on it can be brought back. */
    void clear() {
        keyboardPen.lift();
        if (!sketch.drawing().isEmpty()) {
            if (kept.stream().noneMatch(k -> k.drawing().equals(sketch.drawing()))) {
                keep(new KeptDrawing(sketch.drawing(), Optional.empty()));
            }
            sketch.clear();
        }
    }

    /**
     * Keeps the drawing under what its author says it is, here and among the author's own digits.
     *
     * @param name a digit
     */
    void label(String name) {
        if (!sketch.drawing().isEmpty()) {
            kept.removeIf(k -> k.drawing().equals(sketch.drawing()));
            Drawing drawing = sketch.drawing();
            keep(new KeptDrawing(drawing, Optional.of(name)));
            digits.name(() -> DrawnDigit.of(new InkRaster().of(drawing), Drawing.SIDE), Integer.parseInt(name));
        }
    }

    void restore(KeptDrawing earlier) {
        keyboardPen.lift();
        sketch.restore(earlier.drawing());
    }

    void undo() {
        keyboardPen.lift();
        sketch.undo();
    }

    void redo() {
        keyboardPen.lift();
        sketch.redo();
    }

    private void keep(KeptDrawing drawing) {
        kept.addFirst(drawing);
        if (kept.size() > KEPT) {
            kept.removeLast();
        }
    }

    private void add(OpenModel model) {
        if (!takesDrawings(model)) {
            return;
        }
        columns.add(new ModelColumn(model));
        model.modelProperty().addListener(weakNewWeights);
    }

    private void remove(OpenModel model) {
        columns.removeIf(column -> column.open() == model);
        model.modelProperty().removeListener(weakNewWeights);
    }

    /** Whether it takes as many inputs as a drawing has pixels, as far as is known. */
    private static boolean takesDrawings(OpenModel model) {
        Model weights = model.modelProperty().get();
        int inputs = weights != null
                ? weights.network().inputs()
                : model.dataset().map(Dataset::inputs).orElse(PIXELS);
        return inputs == PIXELS;
    }

    private void takeNewWeights() {
        columns.removeIf(column -> !takesDrawings(column.open()));
        read();
    }

    private void read() {
        Map<OpenModel, Model> ready = new LinkedHashMap<>();
        for (ModelColumn column : columns) {
            OpenModel open = column.open();
            Model weights = open.modelProperty().get();
            if (weights != null) {
                ready.put(open, weights);
            }
        }
        reader.submit(new DigitReader.Request(sketch.drawing(), ready));
    }

    private void show(DigitReader.Result result) {
        seen.set(result.digit().orElse(null));
        for (ModelColumn column : columns) {
            Reading reading = result.readings().get(column.open());
            if (reading != null) {
                column.show(column.open().modelProperty().get(), reading);
            }
        }
    }
}
