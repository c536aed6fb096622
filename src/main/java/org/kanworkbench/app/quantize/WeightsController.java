package org.kanworkbench.app.quantize;

import java.util.List;
import java.util.Locale;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.fxml.FXML;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import org.kanworkbench.app.chart.card.PictureFiles.Item;
import org.kanworkbench.app.controls.setting.Labels;
import org.kanworkbench.app.quantize.QuantizeViewModel.Look;
import org.kanworkbench.quantize.compare.RoundingHistogram;

/** Binds the histograms of the chosen scheme's weights before and after quantisation. */
public final class WeightsController {

    private final ReadOnlyObjectProperty<Look> look;
    private final WeightsViewModel viewModel;

    @FXML
    private ComboBox<RoundingHistogram> tensor;

    @FXML
    private Label untouched;

    @FXML
    private HistogramPicture histogram;

    /** @param look the selected scheme; null for none */
    WeightsController(ReadOnlyObjectProperty<Look> look, WeightsViewModel viewModel) {
        this.look = look;
        this.viewModel = viewModel;
    }

    @FXML
    private void initialize() {
        tensor.setConverter(Labels.of(h -> h.term().isEmpty() ? h.tensor() : h.tensor() + ", " + h.term()));
        tensor.valueProperty().subscribe(histogram::show);
        look.subscribe(this::show);
        viewModel.histogramsProperty().subscribe(this::show);
    }

    private void show(Look at) {
        long kept = at == null
                ? 0
                : at.result().tensors().stream()
                        .filter(t -> !t.touched())
                        .mapToLong(t -> t.weights())
                        .sum();
        tensor.setDisable(at == null);
        untouched.setText(
                at == null
                        ? Words.afterMeasuring("weights before and after rounding")
                        : kept == 0 ? "" : String.format(Locale.ROOT, "%,d values stay float32", kept));
    }

    /** The same weights as before are shown of another scheme. */
    private void show(List<RoundingHistogram> found) {
        RoundingHistogram before = tensor.getValue();
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
