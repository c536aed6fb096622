package org.kanworkbench.app.models;

import javafx.scene.control.ComboBox;
import javafx.scene.control.ListCell;

/** An open model in a drop-down list, under its current name. */
public final class ModelCell extends ListCell<OpenModel> {

    private final boolean listed;

    private ModelCell(boolean listed) {
        this.listed = listed;
    }

    /** Names models in a drop-down list, there with the data that they were trained on. */
    public static void name(ComboBox<OpenModel> models) {
        models.setButtonCell(new ModelCell(false));
        models.setCellFactory(_ -> new ModelCell(true));
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
