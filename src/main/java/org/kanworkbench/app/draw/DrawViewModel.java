package org.kanworkbench.app.draw;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.kanworkbench.app.draw.reading.Classifier;
import org.kanworkbench.app.draw.reading.DigitReader;
import org.kanworkbench.app.draw.reading.ModelColumn;
import org.kanworkbench.app.draw.reading.Reader;
import org.kanworkbench.app.draw.reading.Reading;
import org.kanworkbench.app.draw.sketch.Drawing;
import org.kanworkbench.app.draw.sketch.InkRaster;
import org.kanworkbench.app.draw.sketch.KeyboardPen;
import org.kanworkbench.app.draw.sketch.Sketch;
import org.kanworkbench.app.draw.sketch.StoredDrawing;
import org.kanworkbench.app.models.OpenGraph;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.session.MyDigits;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.data.Target;
import org.kanworkbench.data.source.DrawnDigit;

/** The state of the Draw pane. Use on the interface thread only. */
final class DrawViewModel {

    private static final int PIXELS = DrawnDigit.SIDE * DrawnDigit.SIDE;

    static final double THINNEST = 10;
    static final double WIDEST = 60;

    /** About MNIST's own: a stroke is some 2.5 of 28 pixels wide. */
    static final double USUAL = 36;

    /** Drawings that can be brought back. */
    static final int KEPT = 12;

    private final DigitReader reader;
    /** What is open. */
    private final ObservableList<OpenModel> models;

    /** What is told while {@link #columns} is empty. */
    final StringBinding none;

    /** Whether somebody looks: only then is anything read again for new weights. */
    final BooleanProperty inView = new SimpleBooleanProperty(true);

    /** The last error; null for none. */
    final ObjectProperty<Problem> problem = new SimpleObjectProperty<>();

    private final MyDigits digits;
    /** In the drawing's pixels. */
    final DoubleProperty penWidth = new SimpleDoubleProperty(USUAL);

    final Sketch sketch = new Sketch();
    final KeyboardPen keyboardPen = new KeyboardPen(sketch, penWidth);
    private final ReadOnlyBooleanWrapper touched = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<DrawnDigit> seen = new ReadOnlyObjectWrapper<>();
    /** One an open model or graph that takes a drawing's pixels, in their order. */
    final ObservableList<ModelColumn> columns = FXCollections.observableArrayList();
    /** Labelled and cleared drawings of this session, newest first, at most {@link #KEPT}. */
    final ObservableList<StoredDrawing> kept = FXCollections.observableArrayList();

    private final InvalidationListener newWeights = _ -> takeNewWeights();
    private final WeakInvalidationListener weakNewWeights = new WeakInvalidationListener(newWeights);

    /**
     * @param models what is open; changes on the interface thread only
     * @param graphs the same of ONNX files
     * @param digits where named drawings are kept
     * @param threads where drawings are read, and where what was read is shown
     */
    DrawViewModel(
            ObservableList<OpenModel> models,
            ObservableList<OpenGraph> graphs,
            MyDigits digits,
            Threads threads,
            Function<Reader.State, Classifier> classifiers) {
        this.digits = digits;
        this.reader = new DigitReader(threads, classifiers, this::show, problem);
        sketch.drawingProperty().subscribe(drawing -> {
            touched.set(touched.get() || !drawing.isEmpty());
            read();
        });
        inView.addListener(_ -> takeNewWeights());
        this.models = models;
        this.none = Bindings.createStringBinding(this::none, models);
        follow(models, this::add, this::remove);
        follow(graphs, graph -> add(new Reader(graph)), graph -> remove(new Reader(graph)));
        read();
    }

    private <T> void follow(ObservableList<T> open, Consumer<T> add, Consumer<T> remove) {
        open.addListener((ListChangeListener<T>) change -> {
            while (change.next()) {
                change.getRemoved().forEach(remove);
                change.getAddedSubList().forEach(add);
            }
            read();
        });
        open.forEach(add);
    }

    /** Whether anything has ever been drawn. */
    ReadOnlyBooleanProperty touchedProperty() {
        return touched.getReadOnlyProperty();
    }

    /** The picture that the networks get; null while there is no ink. */
    ReadOnlyObjectProperty<DrawnDigit> seenProperty() {
        return seen.getReadOnlyProperty();
    }

    /** Clears the paper; what was on it can be brought back. */
    void clear() {
        keyboardPen.lift();
        if (!sketch.drawing().isEmpty()) {
            if (kept.stream().noneMatch(k -> k.drawing().equals(sketch.drawing()))) {
                keep(new StoredDrawing(sketch.drawing(), Optional.empty()));
            }
            sketch.clear();
        }
    }

    /**
     * Keeps the drawing under what its author says it is, here and among the author's own digits. It stays on the sheet
     * until the next stroke, to be labelled again.
     *
     * @param name a digit
     */
    void label(String name) {
        keyboardPen.lift();
        if (!sketch.drawing().isEmpty()) {
            kept.removeIf(k -> k.drawing().equals(sketch.drawing()));
            Drawing drawing = sketch.drawing();
            keep(new StoredDrawing(drawing, Optional.of(name)));
            sketch.finish();
            digits.name(() -> DrawnDigit.of(new InkRaster().of(drawing), Drawing.SIDE), Integer.parseInt(name));
        }
    }

    /** What the drawing on the sheet is kept as; empty for nothing. */
    Optional<String> labelled() {
        return kept.stream()
                .filter(k -> k.drawing().equals(sketch.drawing()))
                .findFirst()
                .flatMap(StoredDrawing::label);
    }

    void restore(StoredDrawing earlier) {
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

    private void keep(StoredDrawing drawing) {
        kept.addFirst(drawing);
        if (kept.size() > KEPT) {
            kept.removeLast();
        }
    }

    private void add(OpenModel model) {
        if (add(new Reader(model))) {
            model.modelProperty().addListener(weakNewWeights);
        }
    }

    private boolean add(Reader reader) {
        return takesDrawings(reader) && columns.add(new ModelColumn(reader));
    }

    private void remove(Reader reader) {
        columns.removeIf(column -> column.reader.equals(reader));
    }

    private void remove(OpenModel model) {
        remove(new Reader(model));
        model.modelProperty().removeListener(weakNewWeights);
    }

    /** Whether it classifies rows of as many inputs as a drawing has pixels, as far as is known. */
    private static boolean takesDrawings(Reader reader) {
        return reader.inputs().orElse(PIXELS) == PIXELS && reader.open().target() instanceof Target.Classes;
    }

    /** Why there is no prediction. */
    private String none() {
        if (models.isEmpty()) {
            return "No model yet. Train one or open a model file.";
        }
        OpenModel newest = models.getLast();
        String what = switch (newest.target()) {
            case Target.Numbers numbers -> " predicts " + String.join(", ", numbers.names());
            case Target.Classes _ -> " was trained on other data";
        };
        return "No open model is for digits: " + newest.name() + what + ". Train one on MNIST, or open one.";
    }

    private void takeNewWeights() {
        columns.removeIf(column -> !takesDrawings(column.reader));
        if (inView.get()) {
            read();
        }
    }

    private void read() {
        Map<Reader, Reader.State> ready = new LinkedHashMap<>();
        for (ModelColumn column : columns) {
            column.reader.state().ifPresent(state -> ready.put(column.reader, state));
        }
        reader.submit(new DigitReader.Request(sketch.drawing(), ready));
    }

    private void show(DigitReader.Result result) {
        seen.set(result.digit().orElse(null));
        for (ModelColumn column : columns) {
            Reading reading = result.readings().get(column.reader);
            if (reading != null) {
                column.show(reading);
            }
        }
    }
}
