package org.kanworkbench.app.quantize;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Locale;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.kanworkbench.app.quantize.QuantizeViewModel.Compared;
import org.kanworkbench.app.quantize.QuantizeViewModel.Look;
import org.kanworkbench.app.work.NewestFirst;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.explain.Edge;
import org.kanworkbench.explain.EdgeFunctions;
import org.kanworkbench.explain.InputRanges;
import org.kanworkbench.explain.Interval;
import org.kanworkbench.explain.Sample;
import org.kanworkbench.network.Model;
import org.kanworkbench.quantize.scheme.QuantizeException;
import org.kanworkbench.training.ScoreText;

/**
 * Edge functions of one layer before and after quantisation, and the selected one. Use on the interface thread only.
 */
final class EdgesViewModel {

    /** Number of rows to measure ranges of layers that scale by batch or row. */
    private static final int ROWS = 500;

    private final QuantizeWork work;
    private final NewestFirst<Request, EdgeChanges> curves;
    /** The scheme whose curves are shown; null for none. */
    final ReadOnlyObjectProperty<Look> look;
    /** Whether they are visible: nothing is computed otherwise. */
    final BooleanProperty active = new SimpleBooleanProperty();
    /** From 0. */
    final ObjectProperty<Integer> layer = new SimpleObjectProperty<>(0);
    /** Null before the first curves. */
    final ObjectProperty<Edge> edge = new SimpleObjectProperty<>();

    private final ReadOnlyObjectWrapper<EdgeChanges> changes = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");

    /** What the ranges are of, unless it is gone; used by the one thread that computes. */
    private WeakReference<Compared> measured = new WeakReference<>(null);

    private List<Interval> ranges;

    private record Request(Look look, int layer) {}

    /** @param look the selected scheme; null for none */
    EdgesViewModel(ReadOnlyObjectProperty<Look> look, QuantizeWork work, Threads threads) {
        this.look = look;
        this.work = work;
        curves = new NewestFirst<>(threads, this::compute, this::show, this::failed);
        look.addListener((_, before, now) -> {
            if (Look.alike(before, now)) {
                return;
            }
            boolean same = before != null
                    && now != null
                    && before.about().open() == now.about().open();
            if (!same) {
                layer.set(0);
                edge.set(null);
            }
            begin();
        });
        layer.addListener(_ -> {
            edge.set(null);
            begin();
        });
        active.addListener(_ -> request());
    }

    /** Null while there are none. */
    ReadOnlyObjectProperty<EdgeChanges> changesProperty() {
        return changes.getReadOnlyProperty();
    }

    /** Why there are no curves, in one line; empty if nothing went wrong. */
    ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    private void begin() {
        problem.set(look.get() != null && look.get().integers() ? Words.INTEGERS : "");
        changes.set(null);
        request();
    }

    private void request() {
        if (active.get() && look.get() != null && !look.get().integers() && changes.get() == null) {
            curves.submit(new Request(look.get(), layer.get()));
        }
    }

    private EdgeChanges compute(Request request) throws QuantizeException {
        Compared about = request.look().about();
        Model trained = about.model().model();
        Model rounded = work.networks(about).rounded(request.look().scheme()).model();
        if (about != measured.get()) {
            Sample sample = Sample.of(
                    about.dataset().train().features(),
                    ROWS,
                    Math.min(ROWS, about.model().recipe().batch()));
            ranges = InputRanges.measure(trained, sample, () -> true).orElseThrow();
            measured = new WeakReference<>(about);
        }
        return EdgeChanges.of(
                about.open().names(trained.network(), request.layer()),
                new EdgeFunctions(trained, ranges).layer(request.layer()),
                new EdgeFunctions(rounded, ranges).layer(request.layer()));
    }

    private void failed(String reason) {
        // Where nothing is computed, it is of curves that were asked for before.
        if (look.get() != null && !look.get().integers()) {
            problem.set(reason);
        }
    }

    private void show(Request request, EdgeChanges found) {
        if (!Look.alike(request.look(), look.get()) || request.layer() != layer.get()) {
            return;
        }
        problem.set("");
        if (edge.get() == null) {
            edge.set(
                    found.most().isEmpty()
                            ? new Edge(layer.get(), 0, 0)
                            : found.most().getFirst());
        }
        changes.set(found);
    }

    /** The effect of quantisation on the selected edge, in one line. */
    String summary() {
        EdgeChanges found = changes.get();
        Edge at = edge.get();
        if (found == null || at == null) {
            return "";
        }
        if (found.most().isEmpty()) {
            return look.get().scheme().name() + " changes no edge function of this layer.";
        }
        return String.format(
                Locale.ROOT,
                "%s changed by %s (RMS over its domain): rank %,d of %,d edges",
                found.names().edge(at),
                ScoreText.significant(found.change(at), 3),
                found.rank(at),
                found.inputs() * found.outputs());
    }
}
