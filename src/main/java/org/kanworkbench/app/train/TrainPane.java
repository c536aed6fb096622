package org.kanworkbench.app.train;

import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import org.kanworkbench.app.WorkbenchPane;

/** Where a network is configured and trained live. */
public final class TrainPane implements WorkbenchPane {

    private final StackPane content = new StackPane(new Label("No run yet."));

    @Override
    public String id() {
        return "train";
    }

    @Override
    public String title() {
        return "Train";
    }

    @Override
    public String icon() {
        return "mdi2c-chart-line";
    }

    @Override
    public String help() {
        return "Configure a network on the left and press Start to train it on the data set. "
                + "Loss and accuracy are drawn live, faint as measured and strong as smoothed. "
                + "The learning rate can be changed while the run goes on, and Pause holds it without a loss. "
                + "The confusion matrix counts what the test images were taken for; a click on a cell shows those images. "
                + "Earlier runs stay as overlays, and every model of this session can be drawn at in the Draw pane.";
    }

    @Override
    public Node content() {
        return content;
    }

    @Override
    public ObservableValue<String> context() {
        return new ReadOnlyStringWrapper("").getReadOnlyProperty();
    }
}
