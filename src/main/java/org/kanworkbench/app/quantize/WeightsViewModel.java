package org.kanworkbench.app.quantize;

import java.util.List;
import java.util.concurrent.Executor;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.kanworkbench.app.quantize.QuantizeViewModel.Look;
import org.kanworkbench.app.work.NewestFirst;
import org.kanworkbench.quantize.compare.RoundingHistogram;
import org.kanworkbench.quantize.scheme.QuantizeException;

/** Histograms of the selected scheme's weights before and after quantisation. Use on the interface thread only. */
final class WeightsViewModel {

    private final QuantizeWork work;
    private final NewestFirst<Look, List<RoundingHistogram>> counts;
    private final ReadOnlyObjectProperty<Look> look;
    private final BooleanProperty active = new SimpleBooleanProperty();
    private final ReadOnlyObjectWrapper<List<RoundingHistogram>> histograms = new ReadOnlyObjectWrapper<>(List.of());

    /** @param look the selected scheme; null for none */
    WeightsViewModel(ReadOnlyObjectProperty<Look> look, QuantizeWork work, Executor background, Executor ui) {
        this.look = look;
        this.work = work;
        counts = new NewestFirst<>(background, ui, this::compute, this::show, _ -> {});
        look.addListener((_, before, now) -> {
            if (!Look.alike(before, now)) {
                histograms.set(List.of());
                request();
            }
        });
        active.addListener(_ -> request());
    }

    /** Whether they are visible: nothing is computed otherwise. */
    BooleanProperty activeProperty() {
        return active;
    }

    /** One for every term of every tensor that is rounded; empty before they are known. */
    ReadOnlyObjectProperty<List<RoundingHistogram>> histogramsProperty() {
        return histograms.getReadOnlyProperty();
    }

    private void request() {
        if (active.get() && look.get() != null && histograms.get().isEmpty()) {
            counts.submit(look.get());
        }
    }

    private List<RoundingHistogram> compute(Look at) throws QuantizeException {
        return RoundingHistogram.of(
                at.about().model().model(), work.networks(at.about()).rounded(at.scheme()));
    }

    private void show(Look at, List<RoundingHistogram> counted) {
        if (Look.alike(at, look.get())) {
            histograms.set(counted);
        }
    }
}
