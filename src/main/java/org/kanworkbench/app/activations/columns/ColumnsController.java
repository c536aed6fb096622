package org.kanworkbench.app.activations.columns;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.InvalidationListener;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import org.kanworkbench.app.activations.ActivationsViewModel;
import org.kanworkbench.app.activations.columns.EffectController.Seen;
import org.kanworkbench.app.chart.BarList;
import org.kanworkbench.app.chart.BarList.Bar;
import org.kanworkbench.app.chart.card.PictureFiles.Item;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.work.NewestFirst;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.data.Counted;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.explain.ColumnImportance;
import org.kanworkbench.network.Model;
import org.kanworkbench.training.Measure;
import org.kanworkbench.training.ScoreText;

/** Measures how much the score depends on each column while this is in view, and shows it. */
public final class ColumnsController {

    /** More bars than anybody reads. */
    private static final int MOST = 50;

    private final ActivationsViewModel activations;
    private final NewestFirst<Seen, ColumnImportance> work;
    /** Whether the view is visible. */
    public final BooleanProperty wanted = new SimpleBooleanProperty();

    @FXML
    private Label facts;

    @FXML
    private BarList bars;

    @FXML
    private EffectController effectController;

    /** What is shown, or will be; null for nothing. */
    private Seen asked;

    public ColumnsController(ActivationsViewModel activations, Threads threads) {
        this.activations = activations;
        work = new NewestFirst<>(
                threads,
                ColumnsController::answer,
                this::show,
                activations.problem,
                "The importance of the columns could not be measured");
    }

    /** Whether a model's inputs are a table's columns. */
    public static boolean has(OpenModel open, Model weights) {
        return open != null && weights != null && open.scaling().isPresent();
    }

    private static ColumnImportance answer(Seen request) {
        Dataset data = request.data();
        try (Workers alone = new Workers(1)) {
            return ColumnImportance.of(
                    new Predictor(request.weights(), request.batch(), alone),
                    data.test(),
                    data.target(),
                    request.places(),
                    request.batch(),
                    0);
        }
    }

    @FXML
    private void initialize() {
        InvalidationListener change = _ -> refresh();
        activations.chosen.addListener(_ -> clear(""));
        wanted.addListener(change);
        activations.shownProperty().addListener(change);
        activations.chosen.addListener(change);
        activations.workspace.datasetProperty().addListener(change);
    }

    private void refresh() {
        Model weights = activations.shownProperty().get();
        if (!wanted.get() || !has(activations.chosen.get(), weights)) {
            return;
        }
        Optional<Dataset> data = activations
                .dataset(weights)
                .filter(of -> of.scaling().isPresent() && of.test().size() > 0);
        if (data.isPresent()) {
            OpenModel chosen = activations.chosen.get();
            asked = new Seen(weights, data.get(), chosen.evaluationBatch(weights), chosen.series());
            work.submit(asked);
        } else {
            clear("No test rows fit this model: choose its data in Train.");
        }
    }

    private void clear(String why) {
        asked = null;
        facts.setText(why);
        bars.show("Columns", List.of(), "", 0);
        effectController.clear();
    }

    private void show(Seen request, ColumnImportance importance) {
        // While a model trains, answers are of weights that have changed meanwhile.
        if (asked == null || request.series() != asked.series() || request.data() != asked.data()) {
            return;
        }
        int columns = importance.columns().size();
        facts.setText(String.format(
                Locale.ROOT,
                "Scored on %s of %s. A bar is by how much the %s when that column's values are shuffled among the rows: "
                        + "mean and standard deviation of %d shuffles%s.",
                Counted.of(importance.scored().total(), "test row"),
                request.data().name(),
                importance.change(),
                ColumnImportance.SHUFFLES,
                columns > MOST ? "; the first " + MOST + " of " + columns + " columns" : ""));
        double highest =
                Math.max(Double.MIN_NORMAL, importance.columns().getFirst().worse());
        bars.show(
                "Columns",
                importance.columns().stream()
                        .limit(MOST)
                        .map(column -> new Bar(
                                column.name(),
                                Math.max(0, column.worse() / highest),
                                value(importance.scored().measure(), column)))
                        .toList(),
                "",
                request.series());
        effectController.show(request, importance.columns().getFirst().name());
    }

    private static String value(Measure measure, ColumnImportance.Column column) {
        return measure == Measure.ACCURACY
                ? String.format(Locale.ROOT, "%.1f ± %.1f pp", 100 * column.worse(), 100 * column.deviation())
                : ScoreText.significant(column.worse(), 3) + " ± " + ScoreText.significant(column.deviation(), 2);
    }

    /** The exportable content of this view. */
    public List<Item> exports() {
        return Stream.concat(Stream.of(new Item("Columns", bars)), effectController.exports().stream())
                .toList();
    }
}
