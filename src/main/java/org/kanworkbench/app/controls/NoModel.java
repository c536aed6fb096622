package org.kanworkbench.app.controls;

import java.util.function.Predicate;
import javafx.beans.NamedArg;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.collections.WeakListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.models.StoredModels;
import org.kanworkbench.app.models.StoredModels.Choice;

/** What stands in a pane while it has no model: why, the way to Train, and stored models, a button each. */
public final class NoModel extends VBox {

    private final ListChangeListener<Choice> changed = _ -> show();
    private final Label why = new Label();
    private final Button train;
    private final VBox list = Styled.of(new VBox(), "stored-models");
    private ObservableList<Choice> choices = FXCollections.emptyObservableList();
    private StoredModels models;

    /**
     * @param name what the ids of its parts begin with
     * @param train what the button says
     */
    public NoModel(@NamedArg("name") String name, @NamedArg("train") String train) {
        this.train = new Button(train);
        getStyleClass().add("no-model");
        Showing.now(list, false);
        why.setWrapText(true);
        why.setTextAlignment(TextAlignment.CENTER);
        this.train.getStyleClass().add("accent");
        setId(name + "-empty");
        why.setId(name + "-empty-text");
        this.train.setId(name + "-train");
        list.setId(name + "-stored");
        getChildren().addAll(why, this.train, list);
    }

    /**
     * @param text why there is none
     * @param goToTrain opens the Train pane
     * @param fits which of the stored models the pane can do something with
     */
    public void bind(ObservableValue<String> text, Runnable goToTrain, StoredModels stored, Predicate<Choice> fits) {
        why.textProperty().bind(text);
        train.setOnAction(_ -> goToTrain.run());
        models = stored;
        choices = stored.newest().filtered(fits);
        choices.addListener(new WeakListChangeListener<>(changed));
        show();
    }

    /** Offers the way to Train only while something holds. */
    public void offerTrain(ObservableValue<Boolean> holds) {
        train.visibleProperty().bind(holds);
    }

    private void show() {
        Showing.now(list, !choices.isEmpty());
        list.getChildren().clear();
        if (choices.isEmpty()) {
            return;
        }
        Label title = Styled.of(new Label("Or open one of the newest runs:"), "type-label");
        list.getChildren().add(title);
        choices.forEach(choice -> list.getChildren().add(button(choice)));
    }

    private Button button(Choice choice) {
        Button button = new Button("Open " + choice.text());
        button.setMnemonicParsing(false);
        button.setMinWidth(USE_PREF_SIZE);
        button.setOnAction(_ -> models.open(choice.run()));
        return button;
    }
}
