package org.kanworkbench.app.train.opened;

import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.controls.Styled;
import org.kanworkbench.app.controls.layout.SideBySide;
import org.kanworkbench.app.train.Wording;
import org.kanworkbench.plot.Palette;

/** An opened model: what it is, its scores, and buttons for what can be done with it. */
final class OpenedCard extends SideBySide {

    private static final double TEXT = 240;

    private final HBox buttons = Styled.of(new HBox(), "opened-part");

    OpenedCard(OpenedModel model) {
        setUserData(model);
        setAccessibleText(model.name());
        getStyleClass()
                .addAll("card", "opened-card", Palette.style(model.shared().series()));
        Region mark = Styled.of(new Region(), "opened-mark");
        Label name = label(model.name(), "type-strong");
        Label facts = label(model.facts(), "type-hint");
        Label scores = label("", "opened-scores");
        scores.textProperty()
                .bind(model.scoresProperty()
                        .map(scored -> Wording.score(scored.evaluation()) + " on "
                                + scored.dataset().name())
                        .orElse(""));
        scores.managedProperty().bind(scores.textProperty().isNotEmpty());
        VBox text = new VBox(name, facts, scores);
        HBox.setHgrow(text, Priority.ALWAYS);
        HBox head = Styled.of(new HBox(mark, text), "opened-part");
        head.setMinWidth(TEXT);
        HBox.setHgrow(head, Priority.ALWAYS);
        buttons.setMinWidth(USE_PREF_SIZE);
        getChildren().addAll(head, buttons);
        String id = "opened-" + model.shared().series();
        setId(id);
        facts.setId(id + "-facts");
        scores.setId(id + "-scores");
    }

    /** Adds a button at the right. */
    Button add(String name, Button button, Runnable action) {
        button.setOnAction(_ -> action.run());
        add(name, button);
        return button;
    }

    /** Adds a button of a menu at the right. */
    void add(String name, ButtonBase button) {
        button.setId(getId() + "-" + name);
        button.setMinWidth(USE_PREF_SIZE);
        buttons.getChildren().add(button);
    }

    private static Label label(String text, String style) {
        Label label = Styled.of(new Label(text), style);
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        return label;
    }
}
