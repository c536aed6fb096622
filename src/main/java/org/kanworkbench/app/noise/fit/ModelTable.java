package org.kanworkbench.app.noise.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import javafx.css.PseudoClass;
import javafx.geometry.HPos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kanworkbench.app.controls.Styled;
import org.kanworkbench.noise.Decimals;
import org.kanworkbench.training.Measure;
import org.kanworkbench.training.ScoreText;

/** The table of models, one row per model: size, cost of a prediction, errors so far and fitting time. */
public final class ModelTable extends GridPane {

    private static final PseudoClass BEST = PseudoClass.getPseudoClass("best");
    private static final List<String> HEADER = List.of("Model", "Param.", "FLOPs", "Test MSE", "SNR, dB", "Time");

    private final List<Line> lines = new ArrayList<>();
    private List<String> names = List.of();

    /** A model's labels, which stay while their texts move. */
    private record Line(Label name, Label parameters, Label flops, Label mse, Label snr, Label time) {}

    public ModelTable() {
        getStyleClass().add("model-table");
        setAccessibleRole(AccessibleRole.TABLE_VIEW);
        setAccessibleText("Models and their errors");
        for (int c = 0; c < HEADER.size(); c++) {
            ColumnConstraints column = new ColumnConstraints();
            column.setHalignment(c == 0 ? HPos.LEFT : HPos.RIGHT);
            column.setHgrow(c == 0 ? Priority.ALWAYS : Priority.SOMETIMES);
            column.setMinWidth(c == 0 ? 0 : Region.USE_PREF_SIZE);
            getColumnConstraints().add(column);
        }
        head();
    }

    private void head() {
        for (int c = 0; c < HEADER.size(); c++) {
            add(Styled.of(new Label(HEADER.get(c)), "type-hint"), c, 0);
        }
    }

    public void show(List<ModelRow> rows) {
        List<String> wanted = rows.stream().map(ModelRow::name).toList();
        if (!wanted.equals(names)) {
            names = wanted;
            rebuild(rows);
        }
        double least = best(rows, ModelRow::testMse, DoubleStream::min);
        double clearest = best(rows, ModelRow::snrDb, DoubleStream::max);
        for (int r = 0; r < rows.size(); r++) {
            ModelRow row = rows.get(r);
            fill(lines.get(r), row);
            lines.get(r).mse().pseudoClassStateChanged(BEST, row.testMse() == least);
            lines.get(r).snr().pseudoClassStateChanged(BEST, row.snrDb() == clearest);
        }
    }

    /** Every column has a best of its own: the mean of a ratio and that of an error may rank models differently. */
    private static double best(
            List<ModelRow> rows, ToDoubleFunction<ModelRow> value, Function<DoubleStream, OptionalDouble> choice) {
        return choice.apply(rows.stream().mapToDouble(value).filter(Double::isFinite))
                .orElse(Double.NaN);
    }

    private void rebuild(List<ModelRow> rows) {
        getChildren().clear();
        lines.clear();
        head();
        for (int r = 0; r < rows.size(); r++) {
            Line line = new Line(new Label(), new Label(), new Label(), new Label(), new Label(), new Label());
            lines.add(line);
            line.name().setGraphic(SeriesInk.mark(rows.get(r).series()));
            line.name().getStyleClass().add("model-name");
            line.name().setTooltip(new Tooltip());
            line.name().setMinWidth(0);
            addRow(r + 1, line.name(), line.parameters(), line.flops(), line.mse(), line.snr(), line.time());
            line.mse().setId("mse-" + rows.get(r).name());
            line.snr().setId("snr-" + rows.get(r).name());
        }
    }

    private static void fill(Line line, ModelRow row) {
        line.name().setText(row.diverged() ? row.name() + " (diverged)" : row.name());
        String shape = row.flops() == 0 ? "not a network" : row.shape();
        line.name().getTooltip().setText(row.name() + (shape.isEmpty() ? "" : ": " + shape));
        line.parameters().setText(String.format(Locale.ROOT, "%,d", row.parameters()));
        line.flops().setText(row.flops() == 0 ? "–" : String.format(Locale.ROOT, "%,d", row.flops()));
        line.mse().setText(ScoreText.of(Measure.RMSE, row.testMse()));
        line.snr().setText(Decimals.of(1, row.snrDb()));
        line.time().setText(time(row.fitMs()));
    }

    private static String time(double milliseconds) {
        if (Double.isNaN(milliseconds)) {
            return "–";
        }
        return milliseconds < 1000
                ? String.format(Locale.ROOT, "%.0f ms", milliseconds)
                : String.format(Locale.ROOT, "%.1f s", milliseconds / 1000);
    }
}
