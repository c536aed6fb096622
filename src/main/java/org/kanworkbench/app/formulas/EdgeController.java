package org.kanworkbench.app.formulas;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import org.kanworkbench.app.chart.card.PictureFiles;
import org.kanworkbench.app.chart.card.PictureMenu;
import org.kanworkbench.app.controls.ActionItem;
import org.kanworkbench.app.controls.RowOpening;
import org.kanworkbench.app.formulas.state.CandidateRow;
import org.kanworkbench.app.formulas.state.EdgeCurve;
import org.kanworkbench.app.formulas.state.EdgeViewModel;
import org.kanworkbench.app.formulas.state.FormulasViewModel;
import org.kanworkbench.app.formulas.state.State;
import org.kanworkbench.app.formulas.state.Words;
import org.kanworkbench.formula.network.Edge;
import org.kanworkbench.formula.network.MultKan.Place;
import org.kanworkbench.plot.Palette;

/** Binds the chosen edge's curve and the functions that may replace it. */
final class EdgeController {

    /** Fits that are drawn besides the selected one. */
    private static final int DRAWN = 3;

    private static final double[] FACTORS = {-1, 0.1, 0.5, 0.9, 1.1, 2, 10};

    private final FormulasViewModel viewModel;
    private final PictureFiles files;

    @FXML
    private Label title;

    @FXML
    private PictureMenu export;

    @FXML
    private EdgePicture picture;

    @FXML
    private TableView<CandidateRow> table;

    @FXML
    private Button replace;

    @FXML
    private Button remove;

    @FXML
    private MenuButton constrain;

    EdgeController(FormulasViewModel viewModel, PictureFiles files) {
        this.viewModel = viewModel;
        this.files = files;
    }

    @FXML
    private void initialize() {
        remove.setOnAction(_ -> viewModel.edge.remove());
        table.setItems(viewModel.edge.candidates);
        table.setPlaceholder(new Label(""));
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        TableColumn<CandidateRow, CandidateRow> name = column("Function", 90, row -> new ReadOnlyObjectWrapper<>(row));
        name.setCellFactory(_ -> new NameCell());
        table.getColumns().add(name);
        figures(
                "r²",
                "Share of the curve that the function explains",
                58,
                row -> new ReadOnlyObjectWrapper<>(
                        String.format(Locale.ROOT, "%.4f", row.fit().r2())));
        figures(
                "Complexity",
                "How little the function is preferred to others",
                78,
                row -> new ReadOnlyObjectWrapper<>(
                        String.valueOf(row.fit().edge().function().complexity())));
        figures(
                "Val. error",
                "Validation RMSE, or hinge loss of two classes, of the network with this function, the rest refitted",
                78,
                row -> row.triedProperty()
                        .map(tried -> Words.number(tried.validationRmse()))
                        .orElse("…"));
        table.getSelectionModel().selectedItemProperty().addListener(_ -> draw());
        RowOpening.by(table, this::replace);
        viewModel.edge.candidates.subscribe(() -> {
            table.getSelectionModel().clearSelection();
            draw();
        });
        viewModel.edge.chosenProperty().addListener(_ -> draw());
        viewModel.steps.shownProperty().addListener(_ -> draw());
        export.offer(new PictureFiles.Item("Edge", picture, Optional.of(picture::csv)), files);
        export.disableProperty().bind(viewModel.edge.chosenProperty().isNull());
        BooleanBinding locked = Bindings.createBooleanBinding(
                viewModel.edge::locked, viewModel.edge.chosenProperty(), viewModel.steps.shownProperty());
        replace.disableProperty()
                .bind(table.getSelectionModel()
                        .selectedItemProperty()
                        .isNull()
                        .or(viewModel.work.busyProperty())
                        .or(locked));
        remove.disableProperty()
                .bind(viewModel
                        .edge
                        .chosenProperty()
                        .isNull()
                        .or(viewModel.work.busyProperty())
                        .or(locked));
        constrain
                .disableProperty()
                .bind(viewModel.edge.chosenProperty().isNull().or(viewModel.work.busyProperty()));
        constrain.setOnShowing(_ -> constrain.getItems().setAll(constraints()));
        constrain.setOnShown(_ -> {
            // Of new items it has known no height when it chose its place, and would lie on the button.
            ContextMenu menu = constrain.getItems().getFirst().getParentPopup();
            menu.setAnchorY(constrain.localToScreen(0, 0).getY()
                    - menu.getSkin().getNode().prefHeight(-1));
        });
        draw();
    }

    private List<MenuItem> constraints() {
        EdgeViewModel edge = viewModel.edge;
        List<MenuItem> items = new ArrayList<>();
        items.add(new ActionItem(edge.locked() ? "Unlock" : "Lock", () -> edge.lock(!edge.locked())));
        if (!edge.tied().isEmpty()) {
            items.add(new ActionItem("Untie", edge::untie));
        }
        for (Place other : edge.like()) {
            items.add(new ActionItem("Tie to " + edge.name(other), () -> edge.tie(other)));
        }
        Menu scale = new Menu("Scale by");
        for (double factor : FACTORS) {
            scale.getItems().add(new ActionItem(Words.number(factor), () -> edge.scale(factor)));
        }
        items.add(scale);
        return items;
    }

    private <T> TableColumn<CandidateRow, T> column(
            String text, double width, Function<CandidateRow, ObservableValue<T>> value) {
        TableColumn<CandidateRow, T> column = new TableColumn<>(text);
        column.setCellValueFactory(cell -> value.apply(cell.getValue()));
        column.setPrefWidth(width);
        column.setMinWidth(width);
        column.setSortable(false);
        column.setReorderable(false);
        return column;
    }

    private void figures(String text, String tip, double width, Function<CandidateRow, ObservableValue<String>> value) {
        TableColumn<CandidateRow, String> column = column(text, width, value);
        column.getStyleClass().add("figures");
        Label head = new Label(text);
        head.setTooltip(new Tooltip(tip));
        column.setGraphic(head);
        column.setText("");
        table.getColumns().add(column);
    }

    /** A function with the colour of its line. */
    private static final class NameCell extends TableCell<CandidateRow, CandidateRow> {

        private final Region mark = new Region();

        NameCell() {
            mark.getStyleClass().add("series-mark");
        }

        @Override
        protected void updateItem(CandidateRow row, boolean none) {
            super.updateItem(row, none);
            boolean empty = none || row == null;
            setText(empty ? null : Words.symbol(row.fit().edge().function()));
            setGraphic(empty ? null : mark);
            if (!empty) {
                mark.getStyleClass().setAll("series-mark", Palette.style(row.rank()));
            }
        }
    }

    private void draw() {
        State state = viewModel.steps.shown();
        Place place = viewModel.edge.chosenProperty().get();
        EdgeCurve curve = state == null || place == null ? null : state.curves().get(place);
        if (curve == null) {
            title.setText("Edge");
            picture.show(null, List.of(), "");
            return;
        }
        Edge edge = state.network().edge(place);
        title.setText("Edge " + viewModel.edge.name(place)
                + (edge instanceof Edge.Function f ? " = " + Words.symbol(f.function()) : "")
                + (viewModel.edge.locked() ? " · locked" : "")
                + (viewModel.edge.tied().isEmpty() ? "" : " · tied"));
        CandidateRow selected = table.getSelectionModel().getSelectedItem();
        List<CandidateRow> drawn = new ArrayList<>();
        List<CandidateRow> rows = viewModel.edge.candidates;
        if (selected == null) {
            drawn.addAll(rows.subList(0, Math.min(DRAWN, rows.size())).reversed());
        } else {
            drawn.add(selected);
        }
        picture.setAccessibleText(title.getText());
        picture.show(curve, drawn, Words.node(state.task(), state.network(), place.layer(), place.input()));
    }

    @FXML
    private void replace() {
        CandidateRow row = table.getSelectionModel().getSelectedItem();
        if (row != null && !viewModel.work.busy() && !viewModel.edge.locked()) {
            viewModel.edge.replace(row);
        }
    }
}
