package org.kanworkbench.app.train.opened;

import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.controls.ExportMenu;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.app.controls.IconButton;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.train.TrainFiles;
import org.kanworkbench.app.train.TrainViewModel;
import org.kanworkbench.app.train.opened.OpenedModels.Question;
import org.kanworkbench.data.source.DrawnDigit;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.network.Preset;

/** Shows the opened models, one card each, and asks which network a file holds. */
public final class OpenedController {

    private final OpenedModels opened;
    private final TrainViewModel viewModel;
    private final TrainFiles files;
    private final FilePrompts prompts;
    private final Runnable draw;

    @FXML
    private VBox host;

    @FXML
    private VBox question;

    @FXML
    private Label questionText;

    @FXML
    private FlowPane answers;

    @FXML
    private VBox cards;

    public OpenedController(TrainViewModel viewModel, TrainFiles files, FilePrompts prompts, Runnable draw) {
        opened = viewModel.opened;
        this.viewModel = viewModel;
        this.files = files;
        this.prompts = prompts;
        this.draw = draw;
    }

    @FXML
    private void initialize() {
        Showing.when(question, opened.questionProperty().isNotNull());
        Showing.when(host, question.visibleProperty().or(Bindings.isNotEmpty(opened.models())));
        opened.questionProperty().subscribe(this::ask);
        opened.models().addListener((ListChangeListener<OpenedModel>) change -> {
            while (change.next()) {
                cards.getChildren().removeIf(card -> change.getRemoved().contains(card.getUserData()));
                change.getAddedSubList().forEach(this::addCard);
            }
        });
    }

    private void ask(Question asked) {
        if (asked == null) {
            return;
        }
        questionText.setText(
                asked.file().getFileName() + " holds weights that do not tell of which network. Which one is it?");
        answers.getChildren()
                .setAll(asked.candidates().stream().map(this::answer).toList());
    }

    private Button answer(Preset preset) {
        Button button = new Button(preset.name());
        button.setId("answer-" + preset.name());
        button.setTooltip(new Tooltip(preset.description()));
        button.setOnAction(_ -> opened.answer(preset));
        return button;
    }

    @FXML
    private void dismissQuestion() {
        opened.dismissQuestion();
    }

    private void addCard(OpenedModel model) {
        OpenedCard card = new OpenedCard(model);
        Button evaluate = card.add("evaluate", new Button(), () -> opened.evaluate(model));
        evaluate.textProperty()
                .bind(Bindings.when(model.scoringProperty()).then("Evaluating…").otherwise("Evaluate"));
        evaluate.setTooltip(new Tooltip("Score it on the test examples of the data set that is chosen"));
        evaluate.disableProperty()
                .bind(model.scoringProperty()
                        .or(viewModel.editor.datasetProperty().isNull())
                        .or(viewModel.data.loadingProperty()));
        Button predict = card.add(
                "predict", new Button("Predict a table…"), () -> files.predict(model.saved(), model.name(), prompts));
        Showing.now(predict, model.saved().scaling().isPresent());
        card.add(
                "save",
                new Button("Save as .kan…"),
                () -> prompts.save("Save the model", "KAN Workbench model", ModelFile.EXTENSION, model.name())
                        .ifPresent(file -> files.save(model.saved(), file)));
        MenuButton export = new MenuButton("Export as");
        export.setAccessibleText(export.getText());
        card.add("export", export);
        export.getItems()
                .setAll(ExportMenu.items(
                        export.getId(), format -> files.export(model::saved, model.name(), format, prompts)));
        Button draws = card.add("draw", new Button("Draw"), draw);
        Showing.now(
                draws, model.shared().image().filter(DrawnDigit.SHAPE::equals).isPresent());
        card.add("close", new IconButton("mdi2c-close", "Close " + model.name()), () -> opened.close(model));
        cards.getChildren().add(card);
    }
}
