package org.kanworkbench.app.controls;

import java.util.List;
import java.util.function.BiConsumer;
import javafx.css.PseudoClass;
import javafx.geometry.HPos;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.Group;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.kanworkbench.app.controls.layout.LiveScrollPane;

/**
 * Counts of true class (rows) by predicted class (columns); a cell can be opened. For the keyboard it is one stop: arrow keys, Home
 * and End lead from cell to cell, Enter or Space opens.
 */
public final class ConfusionMatrix extends GridPane {

    /** More classes than this are not drawn. */
    static final int MOST_CLASSES = 20;

    /** Letters of a row's name that is never cut. */
    private static final int SHORT_NAME = 16;

    /** Letters of a column's name for which there is room beside the others'. */
    private static final int LEVEL_NAME = 3;

    private static final PseudoClass OPENED = PseudoClass.getPseudoClass("opened");

    private static final double FAINTEST = 0.08;
    private static final double STRONGEST = 0.75;

    private List<String> classes = List.of();
    private Cell[][] cells = new Cell[0][0];
    /** The only one that Tab leads to. */
    private Cell stop;

    private Cell opened;
    private BiConsumer<Integer, Integer> onOpen = (_, _) -> {};

    public ConfusionMatrix() {
        getStyleClass().add("confusion");
    }

    /** @param handler takes true and predicted class */
    public void setOnOpen(BiConsumer<Integer, Integer> handler) {
        onOpen = handler;
    }

    public void show(List<String> names, int[][] counts) {
        if (names.size() > MOST_CLASSES) {
            getChildren()
                    .setAll(new Label("Shown for up to " + MOST_CLASSES + " classes; there are " + names.size() + "."));
            classes = List.of();
            return;
        }
        if (!names.equals(classes)) {
            classes = names;
            build();
        }
        int mostWrong = 1;
        int mostRight = 1;
        for (int r = 0; r < counts.length; r++) {
            for (int c = 0; c < counts.length; c++) {
                if (r == c) {
                    mostRight = Math.max(mostRight, counts[r][c]);
                } else {
                    mostWrong = Math.max(mostWrong, counts[r][c]);
                }
            }
        }
        for (int r = 0; r < counts.length; r++) {
            for (int c = 0; c < counts.length; c++) {
                cells[r][c].show(counts[r][c], (double) counts[r][c] / (r == c ? mostRight : mostWrong));
            }
        }
    }

    /** No cell is open any more. */
    public void clearOpened() {
        if (opened != null) {
            opened.pseudoClassStateChanged(OPENED, false);
            opened = null;
        }
    }

    private void build() {
        getChildren().clear();
        int n = classes.size();
        cells = new Cell[n][n];
        stop = null;
        opened = null;
        for (int r = 0; r < n; r++) {
            Label row = Styled.of(new Label(classes.get(r)), "confusion-class");
            if (classes.get(r).length() <= SHORT_NAME) {
                row.setMinWidth(Region.USE_PREF_SIZE);
            }
            setHalignment(row, HPos.RIGHT);
            add(row, 0, r + 1);
            Node column = column(classes.get(r));
            setHalignment(column, HPos.CENTER);
            setValignment(column, VPos.BOTTOM);
            add(column, r + 1, 0);
            for (int c = 0; c < n; c++) {
                cells[r][c] = new Cell(r, c);
                add(cells[r][c], c + 1, r + 1);
            }
        }
        if (n > 0) {
            stopAt(cells[0][0]);
        }
    }

    /** Upright where there are names for which a cell is too narrow. */
    private Node column(String name) {
        Label label = Styled.of(new Label(name), "confusion-class");
        if (classes.stream().allMatch(any -> any.length() <= LEVEL_NAME)) {
            return label;
        }
        label.getStyleClass().add("upright");
        label.setTooltip(new Tooltip(name));
        // The group takes the room of what is turned.
        return new Group(label);
    }

    private void stopAt(Cell cell) {
        if (stop != null) {
            stop.setFocusTraversable(false);
        }
        stop = cell;
        stop.setFocusTraversable(true);
    }

    private void key(KeyEvent event) {
        int last = cells.length - 1;
        int r = stop.label;
        int c = stop.predicted;
        switch (event.getCode()) {
            case LEFT -> go(r, Math.max(0, c - 1));
            case RIGHT -> go(r, Math.min(last, c + 1));
            case UP -> go(Math.max(0, r - 1), c);
            case DOWN -> go(Math.min(last, r + 1), c);
            case HOME -> go(r, 0);
            case END -> go(r, last);
            case ENTER, SPACE -> stop.open();
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void go(int label, int predicted) {
        Cell to = cells[label][predicted];
        stopAt(to);
        to.requestFocus();
        LiveScrollPane.reveal(to);
    }

    private final class Cell extends StackPane {
        private final int label;
        private final int predicted;
        private final Region fill = Styled.of(new Region(), "confusion-fill");
        private final Label count = Styled.of(new Label(), "confusion-count");
        private final Tooltip tooltip = new Tooltip();

        Cell(int label, int predicted) {
            this.label = label;
            this.predicted = predicted;
            setId("cell-" + label + "-" + predicted);
            getStyleClass().addAll("confusion-cell", label == predicted ? "right" : "wrong");
            getChildren().addAll(fill, count);
            setAccessibleRole(AccessibleRole.BUTTON);
            setFocusTraversable(false);
            setOnMouseClicked(_ -> {
                stopAt(this);
                requestFocus();
                open();
            });
            setOnKeyPressed(ConfusionMatrix.this::key);
            Tooltip.install(this, tooltip);
        }

        private void open() {
            clearOpened();
            opened = this;
            pseudoClassStateChanged(OPENED, true);
            onOpen.accept(label, predicted);
        }

        void show(int value, double share) {
            count.setText(value == 0 ? "" : Integer.toString(value));
            fill.setOpacity(value == 0 ? 0 : FAINTEST + (STRONGEST - FAINTEST) * share);
            String text = value + " examples of " + classes.get(label) + " predicted "
                    + (label == predicted ? "correctly" : "as " + classes.get(predicted));
            tooltip.setText(text);
            setAccessibleText(text);
        }
    }
}
