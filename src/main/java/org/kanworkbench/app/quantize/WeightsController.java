package org.kanworkbench.app.quantize;

import java.util.List;
import java.util.Locale;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.fxml.FXML;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import org.kanworkbench.app.chart.card.PictureFiles.Item;
import org.kanworkbench.app.controls.setting.Labels;
import org.kanworkbench.app.quantize.QuantizeViewModel.Look;
import org.kanworkbench.app.work.NewestFirst;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.quantize.compare.RoundingHistogram;
import org.kanworkbench.quantize.scheme.QuantizeException;

/** Shows histograms of the chosen scheme's weights before and after quantisation, counted while this is in view. */
public final class WeightsController {

    private final ReadOnlyObjectProperty<Look> look;
    private final QuantizeWork work;
    private final NewestFirst<Look, List<RoundingHistogram>> counts;
    /** Whether the view is visible. */
    final BooleanProperty wanted = new SimpleBooleanProperty();
    /** Which weights were chosen last; null before there were any. */
    private RoundingHistogram chosen;

    @FXML
    private ComboBox<RoundingHistogram> tensor;

    @FXML
    private Label untouched;

    @FXML
    private HistogramPicture histogram;

    /** @param look the selected scheme; null for none */
    WeightsController(ReadOnlyObjectProperty<Look> look, QuantizeWork work, Threads threads) {
        this.look = look;
        this.work = work;
        counts = new NewestFirst<>(threads, this::compute, this::counted, _ -> {});
    }

    @FXML
    private void initialize() {
        tensor.setConverter(Labels.of(h -> h.term().isEmpty() ? h.tensor() : h.tensor() + ", " + h.term()));
        tensor.valueProperty().subscribe(histogram::show);
        tensor.valueProperty().subscribe(now -> chosen = now == null ? chosen : now);
        look.subscribe(this::show);
        look.addListener((_, before, now) -> {
            if (!Look.alike(before, now)) {
                show(List.of());
                request();
            }
        });
        wanted.addListener(_ -> request());
    }

    private void request() {
        if (wanted.get()
                && look.get() != null
                && !look.get().integers()
                && tensor.getItems().isEmpty()) {
            counts.submit(look.get());
        }
    }

    private List<RoundingHistogram> compute(Look at) throws QuantizeException {
        return RoundingHistogram.of(
                at.about().model().model(), work.networks(at.about()).rounded(at.scheme()));
    }

    private void counted(Look at, List<RoundingHistogram> histograms) {
        if (Look.alike(at, look.get())) {
            show(histograms);
        }
    }

    private void show(Look at) {
        long kept = at == null
                ? 0
                : at.result().tensors().stream()
                        .filter(t -> !t.touched() && t.bits() == Float.SIZE)
                        .mapToLong(t -> t.weights())
                        .sum();
        boolean integers = at != null && at.integers();
        tensor.setDisable(at == null || integers);
        untouched.setText(
                at == null
                        ? Words.afterMeasuring("weights before and after rounding")
                        : integers
                                ? Words.INTEGERS
                                : kept == 0 ? "" : String.format(Locale.ROOT, "%,d values stay float32", kept));
    }

    /** The same weights as before are shown of another scheme. */
    private void show(List<RoundingHistogram> found) {
        RoundingHistogram before = chosen;
        tensor.getItems().setAll(found);
        tensor.setValue(found.stream()
                .filter(h -> before != null
                        && h.tensor().equals(before.tensor())
                        && h.term().equals(before.term()))
                .findFirst()
                .orElse(found.isEmpty() ? null : found.getFirst()));
    }

    Item export() {
        return new Item("Weights before and after", histogram);
    }
}
