package org.kanworkbench.app.quantize;

import java.util.List;
import java.util.Locale;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.fxml.FXML;
import org.kanworkbench.app.controls.ExampleGallery;
import org.kanworkbench.app.quantize.QuantizeViewModel.Compared;
import org.kanworkbench.app.quantize.QuantizeViewModel.Look;
import org.kanworkbench.quantize.compare.ChangedPrediction;
import org.kanworkbench.quantize.compare.Score;

/** Binds the test examples whose predictions the chosen scheme changes. */
public final class ChangedController {

    private static final String TITLE = "Changed predictions";

    private final QuantizeViewModel viewModel;
    private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper(TITLE);

    @FXML
    private ExampleGallery changed;

    ChangedController(QuantizeViewModel viewModel) {
        this.viewModel = viewModel;
    }

    @FXML
    private void initialize() {
        viewModel.lookProperty().subscribe(this::show);
    }

    /** With how many there are. */
    ReadOnlyStringProperty titleProperty() {
        return title.getReadOnlyProperty();
    }

    private void show(Look look) {
        if (look == null) {
            title.set(TITLE);
            changed.show(Words.afterMeasuring("the predictions it changes"), null, null, List.of());
            return;
        }
        Compared compared = look.about();
        if (!(look.result().score() instanceof Score.Classes score)) {
            return;
        }
        List<ChangedPrediction> answers = score.changed();
        title.set(TITLE + " (" + answers.size() + ")");
        List<String> classes = compared.open().outputs();
        changed.show(
                String.format(
                        Locale.ROOT,
                        "%s changes %,d of %,d predictions"
                                + (answers.isEmpty() ? "" : ". Captions: true class, then float32 → quantised"),
                        look.scheme().name(),
                        answers.size(),
                        score.total()),
                compared.dataset(),
                compared.dataset().test(),
                answers.stream()
                        .map(a -> new ExampleGallery.Item(
                                a.row(),
                                () -> classes.get(a.label()) + ": " + classes.get(a.before()) + " → "
                                        + classes.get(a.after())))
                        .toList());
    }
}
