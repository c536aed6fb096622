package org.kanworkbench.app.models;

import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.collections.ObservableList;
import javafx.event.ActionEvent;
import javafx.event.EventHandler;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListCell;

/** An open model in a drop-down list, under its current name. */
public final class ModelCell extends ListCell<OpenModel> {

    private final boolean listed;

    private ModelCell(boolean listed) {
        this.listed = listed;
    }

    /** Has a box show the chosen one of the open models and offer the others, in the list with the data of each. */
    public static void offer(
            ComboBox<OpenModel> box,
            ObservableList<OpenModel> models,
            ObservableValue<OpenModel> chosen,
            Consumer<OpenModel> choose) {
        box.setButtonCell(new ModelCell(false));
        box.setCellFactory(_ -> new ModelCell(true));
        EventHandler<ActionEvent> byHand = _ -> {
            if (box.getValue() != null) {
                choose.accept(box.getValue());
            }
        };
        // A list of its own: of one that shrinks under it, a box chooses another by itself.
        Runnable show = () -> {
            box.setOnAction(null);
            if (!box.getItems().equals(models)) {
                box.getItems().setAll(models);
            }
            box.setValue(chosen.getValue());
            box.setOnAction(byHand);
        };
        models.subscribe(show);
        chosen.subscribe(_ -> show.run());
    }

    @Override
    protected void updateItem(OpenModel model, boolean none) {
        super.updateItem(model, none);
        textProperty().unbind();
        if (none || model == null) {
            setText("");
            return;
        }
        String data = listed ? model.dataset().map(set -> " · " + set.name()).orElse("") : "";
        textProperty().bind(model.nameProperty().map(name -> name + data));
    }
}
