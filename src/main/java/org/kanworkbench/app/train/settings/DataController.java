package org.kanworkbench.app.train.settings;

import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import org.kanworkbench.app.controls.ActionItem;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.app.controls.RecentMenu;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.train.TrainViewModel;
import org.kanworkbench.app.train.Wording;
import org.kanworkbench.data.Counted;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Target;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.DigitCollection;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.files.model.ModelReader;

/** Binds the choice of the data set. */
public final class DataController {

    private final TrainViewModel viewModel;
    private final Workspace workspace;
    private final FilePrompts prompts;

    @FXML
    private MenuButton data;

    @FXML
    private MenuItem ownData;

    @FXML
    private MenuItem bothData;

    @FXML
    private RecentMenu openRecent;

    @FXML
    private Label dataFacts;

    public DataController(TrainViewModel viewModel, FilePrompts prompts) {
        this.viewModel = viewModel;
        this.workspace = viewModel.workspace;
        this.prompts = prompts;
    }

    @FXML
    private void initialize() {
        bothData.setOnAction(_ -> workspace.digits.source(true).ifPresent(viewModel.data::open));
        ownData.setOnAction(_ -> workspace.digits.source(false).ifPresent(viewModel.data::open));
        ConfigurationEditor editor = viewModel.editor;
        addToys(editor.toys);
        addFunctions();
        workspace.digits.digitsProperty().subscribe(this::countDigits);
        editor.sourceProperty().subscribe(this::remember);
        openRecent.offer(
                workspace.recent,
                file -> !ModelReader.isNamedAsModel(file.toString()),
                file -> viewModel.data.open(file, workspace.tables().of(file)));
        editor.datasetProperty().subscribe(this::showData);
        // Not while data are read: the keyboard's focus would go to what comes next, and Enter would use that.
        data.disableProperty().bind(viewModel.locked);
        viewModel.locked.subscribe(now -> {
            if (now) {
                data.hide();
            }
        });
        viewModel
                .data
                .loadingProperty()
                .addListener(_ -> showData(editor.datasetProperty().get()));
    }

    private void addToys(ToySettings toys) {
        data.getItems().add(new SeparatorMenuItem());
        for (ToyShape shape : ToyShape.values()) {
            data.getItems()
                    .add(new ActionItem(
                            "data-" + shape.word(), shape.label(), () -> viewModel.data.open(toys.of(shape))));
        }
    }

    private void addFunctions() {
        data.getItems().add(new SeparatorMenuItem());
        for (DataSource.Function function : DataSource.Function.EXAMPLES) {
            String id = "data-function-" + DataSource.Function.EXAMPLES.indexOf(function);
            data.getItems().add(new ActionItem(id, function.expression(), () -> viewModel.data.open(function)));
        }
    }

    private void countDigits(DigitCollection drawn) {
        int missing = drawn.missing();
        ownData.setText(
                missing > 0
                        ? "My digits: label " + Counted.of(missing, "more drawing") + " in Draw"
                        : "My digits (" + drawn.digits().size() + ")");
        ownData.setDisable(missing > 0);
        bothData.setDisable(missing > 0);
    }

    private void remember(DataSource source) {
        switch (source) {
            case DataSource.CsvFile csv -> workspace.tables().remember(csv);
            case DataSource.IdxFolder idx -> workspace.remember(idx.folder());
            case DataSource.ImageFolder images -> workspace.remember(images.folder());
            case null, default -> {}
        }
    }

    private void showData(Dataset dataset) {
        if (viewModel.data.loadingProperty().get()) {
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
                .orElse(Counted.of(dataset.inputs(), "input"));
        dataFacts.setText(Wording.count(dataset.train().size()) + " training / "
                + Wording.count(dataset.test().size()) + " test · " + inputs + " · "
                + switch (dataset.target()) {
                    case Target.Classes classes -> classes.names().size() + " classes";
                    case Target.Numbers numbers -> "predicts " + String.join(", ", numbers.names());
                }
                + (dataset.remark().isEmpty() ? "" : " · " + dataset.remark()));
    }

    @FXML
    private void openMnist() {
        viewModel.data.open(new DataSource.Mnist());
    }

    @FXML
    private void openAirfoil() {
        viewModel.data.open(new DataSource.Airfoil());
    }

    @FXML
    private void openIdx() {
        prompts.folder("Open a folder of images").ifPresent(f -> viewModel.data.open(f, () -> DataSource.of(f)));
    }

    @FXML
    private void openCsv() {
        prompts.open("Open a table", "CSV", List.of(".csv"))
                .ifPresent(f -> viewModel.data.open(workspace.tables().table(f)));
    }
}
