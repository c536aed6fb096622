package org.kanworkbench.app.draw.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javafx.beans.binding.Bindings;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.RowConstraints;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.controls.IconButton;
import org.kanworkbench.app.controls.Styled;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.plot.Palette;
import org.kordamp.ikonli.javafx.FontIcon;

/** One model's prediction: its name, the predicted class, one bar per class, and the latency. */
public final class ModelCard extends VBox {

    private static final PseudoClass WINNER = PseudoClass.getPseudoClass("winner");

    private static final int DIGITS_LONG = 3;

    private final ModelColumn column;
    private final Runnable onClose;
    private final List<Row> rows = new ArrayList<>();
    private final DoubleProperty answerHeight = new SimpleDoubleProperty(Region.USE_PREF_SIZE);
    private double knownWidth = Double.NaN;
    private double knownHeight;

    /** What is shown of a class. */
    private record Row(Label name, ProbabilityBar bar, Label value) {}

    /** @param onClose takes the model away; null where it is not closed here */
    public ModelCard(ModelColumn column, Runnable onClose) {
        this.column = column;
        this.onClose = onClose;
        getStyleClass()
                .addAll("card", "model-card", Palette.style(column.reader.open().series()));
        Label winner = Styled.of(new Label(), "model-winner");
        winner.setWrapText(true);
        Label runnerUp = Styled.of(new Label(), "type-label");
        Label latency = Styled.of(new Label(), "model-latency");
        Label note = Styled.of(new Label(), "model-note");
        note.setWrapText(true);
        Label score = Styled.of(new Label(), "model-score");
        score.textProperty().bind(column.scoreProperty());
        score.setWrapText(true);
        Showing.when(score, column.scoreProperty().isNotEmpty());
        HBox footer = new HBox(Styled.of(new Label("Inference time"), "type-hint"), spacer(), latency);
        GridPane grid = grid();
        VBox answer = Styled.of(new VBox(winner, runnerUp, grid, footer, score), "model-answer");
        VBox.setVgrow(grid, Priority.ALWAYS);
        VBox.setVgrow(answer, Priority.ALWAYS);
        Label origin = Styled.of(new Label(column.origin()), "type-hint");
        origin.setWrapText(true);
        origin.setMinHeight(Region.USE_PREF_SIZE);
        getChildren().addAll(head(), origin, answer, note);
        minHeightProperty()
                .bind(Bindings.when(answer.visibleProperty()).then(answerHeight).otherwise(Region.USE_PREF_SIZE));
        maxHeightProperty()
                .bind(Bindings.when(answer.visibleProperty())
                        .then(Region.USE_COMPUTED_SIZE)
                        .otherwise(Region.USE_PREF_SIZE));
        column.shownProperty().subscribe(shown -> {
            winner.setText(shown.winnerText().isEmpty() ? "–" : shown.winnerText());
            runnerUp.setText(shown.runnerUpText().isEmpty() ? "Nothing drawn" : shown.runnerUpText());
            latency.setText(shown.latency());
            footer.setVisible(!shown.latency().isEmpty());
            note.setText(shown.note());
            Showing.now(note, !shown.note().isEmpty());
            Showing.now(answer, shown.note().isEmpty());
            showBars(shown.probabilities(), shown.winner());
        });
    }

    /** What holds the cards asks for the same height a dozen times a layout, and each time all wrapped text would be laid out. */
    @Override
    protected double computePrefHeight(double width) {
        if (width != knownWidth) {
            knownHeight = super.computePrefHeight(width);
            knownWidth = width;
        }
        return knownHeight;
    }

    @Override
    public void requestLayout() {
        knownWidth = Double.NaN;
        super.requestLayout();
    }

    /** Whether a class has a name that takes more room than a digit. */
    public boolean hasLongNames() {
        return column.classes().stream().anyMatch(name -> name.length() > DIGITS_LONG);
    }

    /** The least height while there is an answer to show. */
    public void setAnswerHeight(double height) {
        answerHeight.set(height);
    }

    private HBox head() {
        Region swatch = Styled.of(new Region(), "series-mark");
        Label name = Styled.of(new Label(), "type-strong");
        name.textProperty().bind(column.reader.nameProperty());
        name.setWrapText(true);
        name.setMinHeight(Region.USE_PREF_SIZE);
        name.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(name, Priority.ALWAYS);
        Label hint = Styled.of(new Label("", new FontIcon("mdi2i-information-outline")), "model-hint");
        Tooltip tip = new Tooltip();
        tip.setWrapText(true);
        tip.getStyleClass().add("draw-tooltip");
        tip.textProperty().bind(column.shownProperty().map(ModelColumn.Shown::hint));
        hint.setTooltip(tip);
        Showing.when(hint, tip.textProperty().isNotEmpty());
        HBox head = Styled.of(new HBox(swatch, name, hint), "model-head");
        if (onClose != null) {
            head.getChildren().add(closing());
        }
        return head;
    }

    private Button closing() {
        Button close = new IconButton("mdi2c-close", "Close the network", "model-close");
        close.setAccessibleText("Close " + column.reader.open().name());
        close.setOnAction(_ -> onClose.run());
        return close;
    }

    private GridPane grid() {
        GridPane grid = Styled.of(new GridPane(), "model-bars");
        ColumnConstraints wide = new ColumnConstraints();
        wide.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().addAll(new ColumnConstraints(), wide, new ColumnConstraints());
        RowConstraints even = new RowConstraints();
        even.setVgrow(Priority.ALWAYS);
        for (int i = 0; i < column.classes().size(); i++) {
            Label name = Styled.of(new Label(column.classes().get(i)), "class-name");
            ProbabilityBar bar = new ProbabilityBar();
            Label value = Styled.of(new Label(), "class-value");
            grid.addRow(i, name, bar, value);
            grid.getRowConstraints().add(even);
            rows.add(new Row(name, bar, value));
        }
        return grid;
    }

    private void showBars(double[] probabilities, int winner) {
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            boolean wins = i == winner;
            row.bar.show(probabilities[i]);
            row.value.setText(winner == ModelColumn.NO_WINNER ? "" : ModelColumn.percent(probabilities[i]));
            Stream.of(row.name, row.bar, row.value).forEach(part -> part.pseudoClassStateChanged(WINNER, wins));
        }
    }

    private static Region spacer() {
        Region spacer = new Region();
        HBox.setHgrow(spacer, Priority.ALWAYS);
        return spacer;
    }
}
