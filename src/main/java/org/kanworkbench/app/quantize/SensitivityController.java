package org.kanworkbench.app.quantize;

import java.util.List;
import javafx.collections.ObservableList;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Spinner;
import org.kanworkbench.app.chart.card.PictureFiles.Item;
import org.kanworkbench.app.controls.setting.WholeNumbers;
import org.kanworkbench.quantize.compare.Sensitivity.Effect;
import org.kanworkbench.quantize.scheme.BitRule;
import org.kanworkbench.quantize.scheme.WeightFormat.Integers;

/** Binds the sensitivity analysis: layers at the left, basis terms at the right. */
public final class SensitivityController {

    private final QuantizeViewModel viewModel;

    @FXML
    private Spinner<Integer> bits;

    @FXML
    private Button measureParts;

    @FXML
    private SensitivityPicture byLayer;

    @FXML
    private SensitivityPicture byOrder;

    SensitivityController(QuantizeViewModel viewModel) {
        this.viewModel = viewModel;
    }

    @FXML
    private void initialize() {
        measureParts.setOnAction(_ -> viewModel.startSensitivity());
        WholeNumbers.in(bits, Integers.FEWEST_BITS, Integers.MOST_BITS, viewModel.sensitivityBits.get());
        bits.getValueFactory().valueProperty().bindBidirectional(viewModel.sensitivityBits);
        bits.disableProperty().bind(viewModel.jobProperty().isNotNull());
        measureParts.disableProperty().bind(viewModel.jobProperty().isNotNull());
        viewModel.effects.subscribe(this::show);
    }

    private void show() {
        ObservableList<Effect> effects = viewModel.effects;
        byLayer.show(effects.stream().filter(e -> e.part().term().isEmpty()).toList());
        byOrder.show(effects.stream()
                .filter(e -> e.part().term().isPresent())
                .filter(e -> e.part().layer().isEmpty() || e.part().layer().getAsInt() != BitRule.STEM)
                .toList());
    }

    List<Item> exports() {
        return List.of(new Item("Sensitivity by layer", byLayer), new Item("Sensitivity by order", byOrder));
    }
}
