package org.kanworkbench.app.controls;

import java.util.List;
import java.util.function.Predicate;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.collections.WeakListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.models.StoredModels;
import org.kanworkbench.app.models.StoredModels.Choice;

/** Stored models, a button each, for a pane in which none is open yet. Takes no room while there are none. */
public final class StoredModelList extends VBox {

    private final ListChangeListener<Choice> changed = _ -> show();
    private ObservableList<Choice> choices = FXCollections.emptyObservableList();
    private StoredModels models;

    public StoredModelList() {
        getStyleClass().add("stored-models");
        setVisible(false);
        managedProperty().bind(visibleProperty());
    }

    public void bind(StoredModels stored) {
        bind(stored, _ -> true);
    }

    /** @param fits which of them the pane can do something with */
    public void bind(StoredModels stored, Predicate<Choice> fits) {
        models = stored;
        choices = stored.newest().filtered(fits);
        choices.addListener(new WeakListChangeListener<>(changed));
        show();
    }

    private void show() {
        setVisible(!choices.isEmpty());
        getChildren().clear();
        if (choices.isEmpty()) {
            return;
        }
        Label title = new Label("Or open one of the newest runs:");
        title.getStyleClass().add("type-label");
        List<Button> buttons = choices.stream().map(this::button).toList();
        getChildren().add(title);
        getChildren().addAll(buttons);
    }

    private Button button(Choice choice) {
        Button button = new Button("Open " + choice.text());
        button.setMnemonicParsing(false);
        button.getStyleClass().add("stored-model");
        button.setMinWidth(USE_PREF_SIZE);
        button.setOnAction(_ -> models.open(choice.run()));
        return button;
    }
}
