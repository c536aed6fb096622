package org.kanworkbench.app.train.settings;

import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import org.kanworkbench.app.controls.ActionItem;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.app.session.MyDigits;
import org.kanworkbench.app.train.TrainViewModel;
import org.kanworkbench.app.train.Wording;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Target;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.DigitCollection;
import org.kanworkbench.data.source.ToyShape;

/** Binds the choice of the data set. */
public final class DataController {

    private final TrainViewModel viewModel;
    private final MyDigits digits;
    private final FilePrompts prompts;

    @FXML
    private MenuButton data;

    @FXML
    private MenuItem ownData;

    @FXML
    private MenuItem bothData;

    @FXML
    private Label dataFacts;

    public DataController(TrainViewModel viewModel, MyDigits digits, FilePrompts prompts) {
        this.viewModel = viewModel;
        this.digits = digits;
        this.prompts = prompts;
    }

    @FXML
    private void initialize() {
        ConfigurationEditor editor = viewModel.editor();
        addToys(editor.toys);
        addFunctions();
        digits.digitsProperty().subscribe(this::countDigits);
        editor.datasetProperty().subscribe(this::showData);
        data.disableProperty()
                .bind(viewModel.lockedProperty().or(viewModel.data().loadingProperty()));
        viewModel
                .data()
                .loadingProperty()
                .addListener(_ -> showData(editor.datasetProperty().get()));
    }

    private void addToys(ToySettings toys) {
        data.getItems().add(new SeparatorMenuItem());
        for (ToyShape shape : ToyShape.values()) {
            MenuItem item = new ActionItem(shape.label(), () -> viewModel.data().open(toys.of(shape)));
            item.setId("data-" + shape.word());
            data.getItems().add(item);
        }
    }

    private void addFunctions() {
        data.getItems().add(new SeparatorMenuItem());
        for (DataSource.Function function : DataSource.Function.EXAMPLES) {
            MenuItem item =
                    new ActionItem(function.expression(), () -> viewModel.data().open(function));
            item.setId("data-function-" + DataSource.Function.EXAMPLES.indexOf(function));
            // An underscore is no mnemonic here.
            item.setMnemonicParsing(false);
            data.getItems().add(item);
        }
    }

    private void countDigits(DigitCollection drawn) {
        int count = drawn.digits().size();
        ownData.setText(count == 0 ? "My digits: none yet, label drawings in Draw" : "My digits (" + count + ")");
        ownData.setDisable(count == 0);
        bothData.setDisable(count == 0);
    }

    private void showData(Dataset dataset) {
        if (viewModel.data().loadingProperty().get()) {
            data.setText("Reading…");
            return;
        }
        if (dataset == null) {
            data.setText("Choose a data set");
            dataFacts.setText("");
            return;
        }
        data.setText(dataset.name());
        String inputs = dataset.image()
                .map(shape ->
                        shape.height() + " × " + shape.width() + (shape.colours() > 1 ? " colour" : "") + " pixels")
                .orElse(dataset.inputs() + " inputs");
        dataFacts.setText(Wording.count(dataset.train().size()) + " training / "
                + Wording.count(dataset.test().size()) + " test · " + inputs + " · "
                + switch (dataset.target()) {
                    case Target.Classes classes -> classes.names().size() + " classes";
                    case Target.Numbers numbers -> "predicts " + String.join(", ", numbers.names());
                });
    }

    @FXML
    private void openMnist() {
        viewModel.data().open(new DataSource.Mnist());
    }

    @FXML
    private void openAirfoil() {
        viewModel.data().open(new DataSource.Airfoil());
    }

    @FXML
    private void openOwn() {
        digits.source(false).ifPresent(viewModel.data()::open);
    }

    @FXML
    private void openBoth() {
        digits.source(true).ifPresent(viewModel.data()::open);
    }

    @FXML
    private void openIdx() {
        prompts.folder("Open a folder of images")
                .ifPresent(f -> viewModel.data().open(DataSource.ofFolder(f)));
    }

    @FXML
    private void openCsv() {
        prompts.open("Open a table", "CSV", List.of(".csv"))
                .ifPresent(f -> viewModel.data().open(new DataSource.CsvFile(f)));
    }
}
