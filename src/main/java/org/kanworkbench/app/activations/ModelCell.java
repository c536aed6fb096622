package org.kanworkbench.app.activations;

import javafx.scene.control.ListCell;
import org.kanworkbench.app.models.OpenModel;

/** A model in a drop-down list, under its current name. */
final class ModelCell extends ListCell<OpenModel> {

    @Override
    protected void updateItem(OpenModel model, boolean empty) {
        super.updateItem(model, empty);
        textProperty().unbind();
        if (empty || model == null) {
            setText("");
        } else {
            textProperty().bind(model.nameProperty());
        }
    }
}
