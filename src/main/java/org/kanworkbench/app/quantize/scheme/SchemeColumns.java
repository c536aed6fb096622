package org.kanworkbench.app.quantize.scheme;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import javafx.beans.binding.Bindings;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.control.cell.CheckBoxTableCell;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import org.kanworkbench.app.controls.MissingLast;
import org.kanworkbench.app.controls.Styled;
import org.kanworkbench.quantize.compare.Latency;
import org.kanworkbench.quantize.compare.SchemeResult;
import org.kanworkbench.quantize.compare.Score;
import org.kanworkbench.quantize.scheme.Arithmetic;
import org.kanworkbench.training.Measure;
import org.kanworkbench.training.ScoreText;
import org.kordamp.ikonli.javafx.FontIcon;

/** The columns of the table of schemes. */
public final class SchemeColumns {

    private static final double ALMOST_NOTHING = 0.005;
    private static final String SIMULATED =
            "Computed in float32 by the engine with quantised weights. The size is that of the"
                    + " packed weights: a file has the network's description, too.";
    /** After the tick, the name and the size. */
    private static final int FIRST_SCORE = 3;

    private SchemeColumns() {}

    /**
     * Makes the table's columns.
     *
     * @param export called with a row, and the button to show what comes at
     */
    public static void addTo(TableView<SchemeRow> table, BiConsumer<SchemeRow, Node> export) {
        TableColumn<SchemeRow, Boolean> wanted = new TableColumn<>();
        wanted.setCellValueFactory(cell -> cell.getValue().wanted);
        wanted.setCellFactory(_ -> new TickCell());
        table.addEventFilter(KeyEvent.KEY_PRESSED, event -> tick(table, event));
        wanted.setEditable(true);
        width(wanted, 34);
        TableColumn<SchemeRow, SchemeRow> scheme = new TableColumn<>("Scheme");
        scheme.setCellValueFactory(cell -> new SimpleObjectProperty<>(cell.getValue()));
        scheme.setCellFactory(_ -> new SchemeCell());
        scheme.setMinWidth(130);
        scheme.setSortable(false);
        table.getColumns().setAll(List.of(wanted, scheme));
        figure(table, "Size", 74, SchemeResult::bytes, SchemeResult::size);
        figure(
                table,
                "",
                76,
                r -> r.score().value(),
                r -> ScoreText.of(r.score().measure(), r.score().value()));
        figure(table, "", 80, SchemeColumns::change, r -> points(change(r)));
        figure(table, "", 84, SchemeColumns::likeness, SchemeColumns::likenessText);
        name(table, Measure.ACCURACY);
        latency(table, "Batch 1", 1);
        latency(table, "Batch 64", 64);
        latency(table, "Batch\n1,000", 1000);
        figure(
                table,
                "Speed-up\n(batch 64)",
                80,
                r -> speedup(r).orElse(Double.NaN),
                r -> speedup(r).map(s -> String.format(Locale.ROOT, "%.2f×", s)).orElse(""));
        TableColumn<SchemeRow, SchemeRow> file = new TableColumn<>();
        file.setCellValueFactory(cell -> new SimpleObjectProperty<>(cell.getValue()));
        file.setCellFactory(_ -> new ExportCell(export));
        file.setSortable(false);
        width(file, 40);
        table.getColumns().add(file);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    }

    /** Simulated schemes compute as float32 does: what sets their times apart is chance. */
    public static Optional<Double> speedup(SchemeResult result) {
        return result.scheme().arithmetic() == Arithmetic.SIMULATED
                ? Optional.empty()
                : result.latency(64).map(latency -> latency.speedup().median());
    }

    /** Names the columns of scores. */
    public static void name(TableView<SchemeRow> table, Measure measure) {
        List<String> names = switch (measure) {
            case ACCURACY -> List.of("Accuracy", "Δ accuracy\n(pp)", "Agreement");
            case RMSE -> List.of("RMSE", "Error\ngrowth (%)", "Difference\n(RMS)");
        };
        for (int i = 0; i < names.size(); i++) {
            table.getColumns().get(FIRST_SCORE + i).setText(names.get(i));
        }
    }

    private static double change(SchemeResult result) {
        return switch (result.score()) {
            case Score.Classes c -> c.deltaPoints();
            case Score.Numbers n -> n.growth();
        };
    }

    private static double likeness(SchemeResult result) {
        return switch (result.score()) {
            case Score.Classes c -> c.agreement();
            case Score.Numbers n -> n.difference();
        };
    }

    private static String likenessText(SchemeResult result) {
        return switch (result.score()) {
            case Score.Classes c -> String.format(Locale.ROOT, "%.2f %%", 100 * c.agreement());
            case Score.Numbers n -> ScoreText.of(Measure.RMSE, n.difference());
        };
    }

    /** Space ticks the row that is looked at. */
    private static void tick(TableView<SchemeRow> table, KeyEvent event) {
        SchemeRow row = table.getSelectionModel().getSelectedItem();
        if (event.getCode() == KeyCode.SPACE && event.getTarget() == table && row != null) {
            row.wanted.set(!row.wanted.get());
            event.consume();
        }
    }

    private static void width(TableColumn<?, ?> column, double width) {
        column.setMinWidth(width);
        column.setMaxWidth(width);
        column.setPrefWidth(width);
        column.setSortable(false);
    }

    /** With its sign, a true minus among them; none on what rounds to nothing. */
    public static String points(double delta) {
        return Math.abs(delta) < ALMOST_NOTHING
                ? "0.00"
                : String.format(Locale.ROOT, "%+.2f", delta).replace('-', '−');
    }

    static String micros(double micros) {
        return micros < 1000
                ? String.format(Locale.ROOT, "%.0f µs", micros)
                : String.format(Locale.ROOT, "%.2f ms", micros / 1000);
    }

    private static void latency(TableView<SchemeRow> table, String title, int rows) {
        figure(
                table,
                title,
                76,
                r -> r.latency(rows).map(l -> l.micros().median()).orElse(Double.NaN),
                r -> r.latency(rows).map(l -> micros(l.micros().median())).orElse(""));
    }

    /** @param text empty for what is not measured */
    private static void figure(
            TableView<SchemeRow> table,
            String title,
            double width,
            ToDoubleFunction<SchemeResult> value,
            Function<SchemeResult, String> text) {
        TableColumn<SchemeRow, SchemeRow.Figures> column = new TableColumn<>(title);
        column.getStyleClass().add("figures");
        column.setCellValueFactory(cell -> cell.getValue().figuresProperty());
        column.setCellFactory(_ -> new FigureCell(text));
        MissingLast.sort(
                column,
                figures -> figures == null || Double.isNaN(value.applyAsDouble(figures.result())),
                Comparator.comparingDouble(figures -> value.applyAsDouble(figures.result())));
        column.setMinWidth(width);
        column.setPrefWidth(width);
        table.getColumns().add(column);
    }

    /** Ticked with the mouse; the keyboard has the table's rows, see {@link #tick}. */
    private static final class TickCell extends CheckBoxTableCell<SchemeRow, Boolean> {
        @Override
        public void updateItem(Boolean ticked, boolean empty) {
            super.updateItem(ticked, empty);
            if (getGraphic() != null) {
                getGraphic().setFocusTraversable(false);
            }
        }
    }

    /** Name, and a word where it is no more than simulated. */
    private static final class SchemeCell extends TableCell<SchemeRow, SchemeRow> {
        @Override
        protected void updateItem(SchemeRow row, boolean empty) {
            super.updateItem(row, empty);
            if (empty || row == null) {
                setGraphic(null);
                return;
            }
            Label note = Styled.of(new Label(), "scheme-note");
            note.textProperty()
                    .bind(Bindings.when(row.refusalProperty().isEmpty())
                            .then(row.simulated() ? "simulated" : "")
                            .otherwise("not applicable"));
            note.tooltipProperty()
                    .bind(Bindings.createObjectBinding(
                            () -> !row.refusalProperty().get().isEmpty()
                                    ? new Tooltip(row.refusalProperty().get())
                                    : row.simulated() ? new Tooltip(SIMULATED) : null,
                            row.refusalProperty()));
            setGraphic(Styled.of(new HBox(new Label(row.scheme.name()), note), "scheme-cell"));
        }
    }

    private static final class FigureCell extends TableCell<SchemeRow, SchemeRow.Figures> {
        private final Function<SchemeResult, String> text;

        FigureCell(Function<SchemeResult, String> text) {
            this.text = text;
            getStyleClass().add("figures");
        }

        @Override
        protected void updateItem(SchemeRow.Figures figures, boolean empty) {
            super.updateItem(figures, empty);
            boolean blank = empty || figures == null;
            setText(blank ? "" : shown(figures));
            setTooltip(blank ? null : tooltip(figures.result()).orElse(null));
        }

        private String shown(SchemeRow.Figures figures) {
            String measured = text.apply(figures.result());
            return !measured.isEmpty() ? measured : figures.timesFollow() ? "…" : "–";
        }

        private static Optional<Tooltip> tooltip(SchemeResult result) {
            if (result.latencies().isEmpty()) {
                return Optional.empty();
            }
            StringBuilder lines = new StringBuilder(
                    "Medians and interquartile ranges of the timing runs; speed-ups are medians of paired rounds:");
            for (Latency latency : result.latencies()) {
                lines.append(String.format(
                        Locale.ROOT,
                        "%nBatch size %,d: %s (%s to %s), speed-up over float32 %.2f× (%.2f to %.2f)",
                        latency.rows(),
                        micros(latency.micros().median()),
                        micros(latency.micros().lower()),
                        micros(latency.micros().upper()),
                        latency.speedup().median(),
                        latency.speedup().lower(),
                        latency.speedup().upper()));
            }
            return Optional.of(new Tooltip(lines.toString()));
        }
    }

    private static final class ExportCell extends TableCell<SchemeRow, SchemeRow> {
        private final Button button = new Button(null, new FontIcon("mdi2t-tray-arrow-down"));

        ExportCell(BiConsumer<SchemeRow, Node> export) {
            button.getStyleClass().addAll("flat", "button-icon", "small");
            button.setOnAction(_ -> export.accept(getItem(), button));
        }

        @Override
        protected void updateItem(SchemeRow row, boolean empty) {
            super.updateItem(row, empty);
            button.disableProperty().unbind();
            if (empty || row == null) {
                setGraphic(null);
                return;
            }
            button.disableProperty().bind(row.resultProperty().isNull());
            button.setAccessibleText("Export " + row.scheme.name());
            button.setId("export-" + row.scheme.name().replaceAll("\\W", "-"));
            setGraphic(button);
        }
    }
}
