package org.kanworkbench.app.controls;

import java.util.List;
import javafx.geometry.HPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import org.kanworkbench.app.controls.layout.Showing;

/** A small table of texts under a header. */
public final class TextTable extends GridPane {

    public TextTable() {
        getStyleClass().add("text-table");
    }

    /** @param rows the first is the header; words are at the left, and what has a digit at the right */
    public void show(List<List<String>> rows) {
        show(rows, List.of());
    }

    private static boolean ofNumbers(List<List<String>> rows, int column) {
        return rows.stream()
                .skip(1)
                .anyMatch(row -> column < row.size() && row.get(column).matches("[−0-9].*"));
    }

    /** @param pictures in the column after each row's texts, whose head the header has, too */
    public void show(List<List<String>> rows, List<? extends Node> pictures) {
        getChildren().clear();
        for (int r = 0; r < rows.size(); r++) {
            for (int c = 0; c < rows.get(r).size(); c++) {
                String text = rows.get(r).get(c);
                Label label = Styled.of(new Label(text), r == 0 ? "type-hint" : "type-body");
                label.setMinWidth(Region.USE_PREF_SIZE);
                GridPane.setHalignment(label, ofNumbers(rows, c) ? HPos.RIGHT : HPos.LEFT);
                add(label, c, r);
            }
        }
        for (int r = 0; r < pictures.size(); r++) {
            add(pictures.get(r), rows.getLast().size(), r + 1);
        }
        Showing.now(this, !rows.isEmpty());
    }
}
