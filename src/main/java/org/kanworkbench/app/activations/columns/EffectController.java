package org.kanworkbench.app.activations.columns;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import javafx.beans.property.ObjectProperty;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import org.kanworkbench.app.chart.BarList;
import org.kanworkbench.app.chart.BarList.Bar;
import org.kanworkbench.app.chart.card.PictureFiles.Item;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.work.NewestFirst;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.data.Counted;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Target;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.explain.ColumnEffect;
import org.kanworkbench.network.Model;
import org.kanworkbench.training.ScoreText;

/** Shows how predictions change with a chosen column. */
public final class EffectController {

    private final NewestFirst<Request, ColumnEffect> work;

    @FXML
    private Node effect;

    @FXML
    private Node choice;

    @FXML
    private ComboBox<String> column;

    @FXML
    private Node ofOutput;

    @FXML
    private ComboBox<String> output;

    @FXML
    private Label facts;

    @FXML
    private EffectPicture curve;

    @FXML
    private BarList words;

    /** What the columns are of; null for nothing. */
    private Seen seen;

    /** @param batch rows that are predicted at once */
    record Seen(Model weights, Dataset data, int batch, int series) {

        Map<String, List<Integer>> places() {
            return data.scaling().orElseThrow().placesByColumn();
        }
    }

    private record Request(Seen seen, String column, int output) {}

    public EffectController(Threads threads, ObjectProperty<Problem> problem) {
        work = new NewestFirst<>(
                threads,
                EffectController::answer,
                this::show,
                problem,
                "The effect of the column could not be measured");
    }

    private static ColumnEffect answer(Request request) {
        Seen seen = request.seen();
        try (Workers alone = new Workers(1)) {
            return ColumnEffect.of(
                    new Predictor(seen.weights(), seen.batch(), alone),
                    seen.data().test(),
                    seen.data().target(),
                    seen.data().scaling().orElseThrow(),
                    seen.places().get(request.column()),
                    request.output(),
                    seen.batch());
        }
    }

    @FXML
    private void initialize() {
        column.valueProperty().addListener(_ -> refresh());
        output.valueProperty().addListener(_ -> refresh());
        clear();
    }

    void clear() {
        seen = null;
        Showing.now(effect, false);
    }

    /** @param first the column that is shown where none of these was chosen */
    void show(Seen now, String first) {
        seen = null;
        boolean byBatch = now.weights().network().scalesByBatch();
        Showing.now(choice, !byBatch);
        if (byBatch) {
            facts.setText(
                    "The effect of a column is not shown for this network: it scales its inputs by the range of each batch,"
                            + " so a value set in all rows would change what it makes of every other column.");
            Showing.now(curve, false);
            Showing.now(words, false);
            Showing.now(effect, true);
            return;
        }
        List<String> outputs = now.data().target().names();
        offer(column, List.copyOf(now.places().keySet()), first);
        offer(output, outputs, outputs.getFirst());
        Showing.now(ofOutput, outputs.size() > 1);
        seen = now;
        refresh();
    }

    private static void offer(ComboBox<String> box, List<String> names, String usual) {
        String chosen = box.getValue();
        if (!box.getItems().equals(names)) {
            box.getItems().setAll(names);
        }
        box.setValue(box.getItems().contains(chosen) ? chosen : usual);
    }

    private void refresh() {
        if (seen != null && column.getValue() != null && output.getValue() != null) {
            work.submit(new Request(seen, column.getValue(), output.getItems().indexOf(output.getValue())));
        }
    }

    private void show(Request request, ColumnEffect found) {
        if (request.seen() != seen) {
            return;
        }
        boolean classes = seen.data().target() instanceof Target.Classes;
        String predicted = output.getItems().get(request.output());
        String what = classes ? "Probability of " + predicted : "Predicted " + predicted;
        facts.setText(String.format(
                Locale.ROOT,
                "Partial dependence: mean over %s with %s set to each value. Some of these combinations may not occur in the"
                        + " data.",
                Counted.of(Math.min(seen.data().test().size(), ColumnEffect.MOST_ROWS), "test row"),
                request.column()));
        boolean ofWords = !found.words().isEmpty();
        Showing.now(curve, !ofWords);
        Showing.now(words, ofWords);
        if (ofWords) {
            double most = DoubleStream.of(found.means()).map(Math::abs).max().orElseThrow();
            words.show(
                    what + " by " + request.column(),
                    IntStream.range(0, found.words().size())
                            .mapToObj(w -> new Bar(
                                    found.words().get(w),
                                    Math.abs(found.means()[w]) / Math.max(Double.MIN_NORMAL, most),
                                    text(found.means()[w], classes)))
                            .toList(),
                    "",
                    seen.series());
        } else {
            curve.show(found, request.column(), what, seen.series());
        }
        Showing.now(effect, true);
    }

    private static String text(double mean, boolean share) {
        return (share ? String.format(Locale.ROOT, "%.1f %%", 100 * mean) : ScoreText.significant(mean, 4))
                .replace('-', '−');
    }

    /** The exportable content of this view. */
    List<Item> exports() {
        if (seen == null || !effect.isVisible()) {
            return List.of();
        }
        return curve.isVisible()
                ? List.of(new Item("Effect", curve, Optional.of(curve::csv)))
                : List.of(new Item("Effect", words));
    }
}
