package org.kanworkbench.app.activations.edge;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.activations.EditedModels;
import org.kanworkbench.app.controls.ConfusionMatrix;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Target;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.Measure;
import org.kanworkbench.training.ScoreText;

/** Binds the results and actions of manual edits to the view model. */
public final class EditController {

    /** Maximum number side by side. */
    private static final int MOST_CLASSES = 10;

    private final EditViewModel edits;
    private final EditedModels kept;
    private final FilePrompts prompts;

    @FXML
    private VBox editBar;

    @FXML
    private Label editText;

    @FXML
    private ConfusionMatrix editMatrix;

    @FXML
    private HBox rest;

    @FXML
    private VBox discardedBar;

    @FXML
    private VBox keptBar;

    /** @param prompts asks for the path of a saved model */
    public EditController(EditViewModel edits, FilePrompts prompts) {
        this.edits = edits;
        this.kept = edits.keptModels;
        this.prompts = prompts;
    }

    @FXML
    private void initialize() {
        edits.scoresProperty().subscribe(scores -> {
            boolean matrix = scores != null
                    && scores.is() instanceof Evaluation.Classification
                    && scores.target().names().size() <= MOST_CLASSES;
            editMatrix.setVisible(matrix);
            if (matrix) {
                editMatrix.show(scores.target().names(), ((Evaluation.Classification) scores.is()).confusion());
            }
        });
        edits.steps().subscribe(this::makeRoom);
        makeRoom();
        Showing.when(discardedBar, edits.restorable);
        Showing.when(
                keptBar,
                Bindings.createBooleanBinding(
                        () -> kept.unsaved().contains(edits.activations.chosen.get()),
                        kept.unsaved(),
                        edits.activations.chosen));
        editBar.visibleProperty().bind(Bindings.isNotEmpty(edits.steps()));
        rest.visibleProperty().bind(editBar.visibleProperty().not());
        editText.textProperty()
                .bind(edits.scoresProperty().map(EditController::sentence).orElse("Changed by hand."));
    }

    /** Reserves space for the scores from the first change on, so that nothing moves when they arrive. */
    private void makeRoom() {
        List<String> classes = edits.steps().isEmpty()
                ? List.of()
                : edits.scoredOn()
                        .map(Dataset::target)
                        .filter(Target.Classes.class::isInstance)
                        .map(Target::names)
                        .orElse(List.of());
        boolean room = !classes.isEmpty() && classes.size() <= MOST_CLASSES;
        if (room && !editMatrix.isManaged()) {
            editMatrix.show(classes, new int[classes.size()][classes.size()]);
        }
        editMatrix.setManaged(room);
    }

    private static String sentence(EditViewModel.TestScores scores) {
        Measure measure = scores.is().measure();
        return "Changed by hand: test " + ScoreText.name(measure) + " "
                + ScoreText.of(measure, scores.is().score()) + ", before "
                + ScoreText.of(measure, scores.was().score()) + ".";
    }

    @FXML
    private void saveKept() {
        OpenModel model = edits.activations.chosen.get();
        prompts.save(
                        "Save the model",
                        "KAN Workbench model",
                        ".kan",
                        model.name().replace(' ', '-'))
                .ifPresent(file -> kept.save(model, file));
    }

    @FXML
    private void undo() {
        edits.undo();
    }

    @FXML
    private void discard() {
        edits.discard();
    }

    @FXML
    private void restore() {
        edits.restore();
    }

    @FXML
    private void keep() {
        edits.keep();
    }
}
