package org.kanworkbench.app.train.opened;

import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.controls.IconButton;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.train.Wording;
import org.kanworkbench.app.train.run.Scores;
import org.kanworkbench.data.source.DrawnDigit;
import org.kanworkbench.plot.Palette;

/** An opened model: what it is, its scores, and what can be done with it. */
final class OpenedCard extends HBox {

    private final Button evaluate = new Button("Evaluate");
    private final Button save = new Button("Save as .kan…");
    private final Button predict = new Button("Predict a table…");
    private final Button draw = new Button("Draw");
    private final Button close = new IconButton("mdi2c-close", "Close the model");

    OpenedCard(OpenedModel model) {
        setUserData(model);
        getStyleClass()
                .addAll("card", "opened-card", Palette.style(model.shared().series()));
        Region mark = new Region();
        mark.getStyleClass().add("opened-mark");
        Label name = label(model.name(), "type-strong");
        Label facts = label(model.facts(), "type-hint");
        Label scores = label("", "opened-scores");
        scores.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> scored(model.scoresProperty().get()), model.scoresProperty()));
        scores.managedProperty().bind(scores.textProperty().isNotEmpty());
        VBox text = new VBox(name, facts, scores);
        text.setMinWidth(0);
        HBox.setHgrow(text, Priority.ALWAYS);
        evaluate.textProperty()
                .bind(Bindings.when(model.scoringProperty()).then("Evaluating…").otherwise("Evaluate"));
        Showing.now(
                draw, model.shared().image().filter(DrawnDigit.SHAPE::equals).isPresent());
        Showing.now(predict, model.saved().scaling().isPresent());
        evaluate.setTooltip(new Tooltip("Score it on the test examples of the data set that is chosen"));
        getChildren().addAll(mark, text, evaluate, predict, save, draw, close);
        String id = "opened-" + model.shared().series();
        setId(id);
        name(evaluate, id + "-evaluate");
        name(predict, id + "-predict");
        name(save, id + "-save");
        name(draw, id + "-draw");
        name(close, id + "-close");
        facts.setId(id + "-facts");
        scores.setId(id + "-scores");
    }

    private static void name(Button button, String id) {
        button.setId(id);
        button.setMinWidth(USE_PREF_SIZE);
    }

    private static Label label(String text, String style) {
        Label label = new Label(text);
        label.getStyleClass().add(style);
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        return label;
    }

    private static String scored(Scores scores) {
        return scores == null
                ? ""
                : Wording.score(scores.evaluation()) + " on " + scores.dataset().name();
    }

    Button evaluate() {
        return evaluate;
    }

    Button predict() {
        return predict;
    }

    Button save() {
        return save;
    }

    Button draw() {
        return draw;
    }

    Button close() {
        return close;
    }
}
