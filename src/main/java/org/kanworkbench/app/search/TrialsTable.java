package org.kanworkbench.app.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.SortedList;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import org.kanworkbench.app.controls.MissingLast;
import org.kanworkbench.app.controls.RowOpening;
import org.kanworkbench.search.SearchConfiguration;
import org.kanworkbench.search.SearchTrial;
import org.kanworkbench.search.SearchTrial.State;
import org.kanworkbench.search.setting.Searchable;
import org.kanworkbench.search.space.Dimension;
import org.kanworkbench.search.space.Domain;
import org.kanworkbench.training.Measure;
import org.kanworkbench.training.ScoreText;

/** Every trial that has ended, failed ones and their reasons too, sorted by the column that is clicked. */
final class TrialsTable {

    private final TableView<SearchTrial> table;
    private final ObservableList<SearchTrial> trials = FXCollections.observableArrayList();
    private SearchConfiguration shown;

    /** @param open happens with a trial on a double click and on Enter */
    TrialsTable(TableView<SearchTrial> table, Consumer<SearchTrial> open) {
        this.table = table;
        SortedList<SearchTrial> sorted = new SortedList<>(trials);
        sorted.comparatorProperty().bind(table.comparatorProperty());
        table.setItems(sorted);
        RowOpening.by(
                table,
                () -> Optional.ofNullable(table.getSelectionModel().getSelectedItem())
                        .ifPresent(open));
    }

    void show(SearchConfiguration configuration, List<SearchTrial> now) {
        if (!configuration.equals(shown)) {
            shown = configuration;
            table.getColumns().setAll(columns(configuration));
        }
        if (now.size() >= trials.size() && now.subList(0, trials.size()).equals(trials)) {
            // What is selected and seen stays where it is.
            trials.addAll(now.subList(trials.size(), now.size()));
        } else {
            trials.setAll(now);
        }
    }

    private static List<TableColumn<SearchTrial, ?>> columns(SearchConfiguration configuration) {
        Measure measure = configuration.measure();
        List<TableColumn<SearchTrial, ?>> columns = new ArrayList<>();
        columns.add(figures("Trial", 56, SearchTrial::trial, String::valueOf));
        columns.add(column("State", 88, SearchTrial::state, TrialsTable::named));
        columns.add(figures(
                measure == Measure.ACCURACY ? "Accuracy" : "RMSE",
                88,
                trial -> trial.state() == State.FAILED ? null : trial.score(),
                score -> ScoreText.of(measure, score)));
        configuration
                .secondObjective()
                .ifPresent(second -> columns.add(figures(
                        second.label(),
                        104,
                        trial -> trial.state() == State.FAILED
                                ? null
                                : trial.values().get(1),
                        second::text)));
        for (Dimension dimension : configuration.space().dimensions()) {
            columns.add(figures(
                    Searchable.named(dimension.setting()).title(),
                    112,
                    trial -> trial.params().get(dimension.setting()),
                    Domain::written));
        }
        columns.add(figures("Epochs", 64, SearchTrial::epochs, String::valueOf));
        columns.add(figures("Seconds", 72, SearchTrial::seconds, value -> String.format(Locale.ROOT, "%.1f", value)));
        columns.add(figures("Run", 56, trial -> trial.run() == 0 ? null : trial.run(), String::valueOf));
        return columns;
    }

    private static String named(State state) {
        return switch (state) {
            case COMPLETE -> "Complete";
            case PRUNED -> "Pruned";
            case FAILED -> "Failed";
        };
    }

    private static <T> TableColumn<SearchTrial, T> figures(
            String title, double width, Function<SearchTrial, T> value, Function<T, String> text) {
        TableColumn<SearchTrial, T> column = column(title, width, value, text);
        column.getStyleClass().add("figures");
        return column;
    }

    /** @param value null for none, which comes last */
    private static <T> TableColumn<SearchTrial, T> column(
            String title, double width, Function<SearchTrial, T> value, Function<T, String> text) {
        TableColumn<SearchTrial, T> column = new TableColumn<>(title);
        column.setPrefWidth(width);
        column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(value.apply(cell.getValue())));
        MissingLast.sort(column, Objects::isNull, TrialsTable::compare);
        column.setCellFactory(_ -> new ValueCell<>(text));
        return column;
    }

    /** A file may have written a number of any kind. */
    private static int compare(Object a, Object b) {
        return a instanceof Number x && b instanceof Number y
                ? Double.compare(x.doubleValue(), y.doubleValue())
                : a.toString().compareTo(b.toString());
    }

    /** A value, and why the trial failed under the pointer. */
    private static final class ValueCell<T> extends TableCell<SearchTrial, T> {

        private final Function<T, String> text;

        ValueCell(Function<T, String> text) {
            this.text = text;
        }

        @Override
        protected void updateItem(T value, boolean none) {
            super.updateItem(value, none);
            setText(none || value == null ? null : text.apply(value));
            SearchTrial trial = none ? null : getTableRow().getItem();
            setTooltip(trial == null || trial.message().isEmpty() ? null : new Tooltip(trial.message()));
        }
    }
}
