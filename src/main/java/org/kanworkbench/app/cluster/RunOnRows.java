package org.kanworkbench.app.cluster;

import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.app.controls.IconButton;
import org.kanworkbench.app.controls.Styled;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.controls.setting.FieldRow;

/** The choice of where trials run; out of sight where there is none. */
public final class RunOnRows extends VBox {

    private String name = "";

    public RunOnRows() {
        getStyleClass().add("inspector-fields");
        Showing.now(this, false);
    }

    public String getName() {
        return name;
    }

    /** What the ids of its fields begin with: {@code field-NAME-run-on} and so on. */
    public void setName(String newName) {
        name = newName;
    }

    /** @param busy whether something runs, so that another place would be none for it */
    public void show(RunOn runOn, FilePrompts prompts, ObservableValue<Boolean> busy) {
        if (!runOn.offered()) {
            return;
        }
        Showing.now(this, true);
        disableProperty().bind(busy);
        FieldRow place = new FieldRow(name + "-run-on", "Run on", "");
        place.choose(runOn.place, List.of(RunOn.Place.values()));
        FieldRow master = new FieldRow(name + "-master", "Master", "Address, for instance spark://host:7077");
        master.type(runOn.master);
        FieldRow secret = new FieldRow(name + "-secret", "Secret file", "The one that the cluster was started with");
        secret.type(runOn.secretFile);
        Button browse = new IconButton("mdi2f-folder-open-outline", "Choose the secret's file");
        browse.setId(name + "-secret-open");
        browse.setOnAction(_ -> prompts.open("Choose the secret's file", "All files", List.of(""))
                .ifPresent(file -> runOn.secretFile.set(file.toString())));
        HBox.setHgrow(secret, Priority.ALWAYS);
        HBox line = Styled.of(new HBox(secret, browse), "run-on-line");
        getChildren().setAll(place, master, line);
        ObservableValue<Boolean> elsewhere = runOn.place.valueProperty().map(chosen -> chosen == RunOn.Place.CLUSTER);
        Showing.when(master, elsewhere);
        Showing.when(line, elsewhere);
    }
}
