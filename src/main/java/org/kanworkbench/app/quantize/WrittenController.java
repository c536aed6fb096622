package org.kanworkbench.app.quantize;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javafx.fxml.FXML;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.layout.HBox;
import org.kanworkbench.app.controls.ActionItem;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.app.quantize.QuantizeViewModel.Compared;
import org.kanworkbench.app.quantize.WrittenViewModel.Written;
import org.kanworkbench.app.quantize.scheme.SchemeRow;
import org.kanworkbench.data.source.DrawnDigit;
import org.kanworkbench.files.FileName;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.quantize.onnx.OnnxModel;
import org.kanworkbench.quantize.onnx.Snippet;

/** What can be had of a scheme: its file, its weights as one more model; and, once a file is written, where it is and how it is used. */
public final class WrittenController {

    private final QuantizeViewModel viewModel;
    private final WrittenViewModel files;
    private final FilePrompts prompts;
    private final Runnable showDraw;

    @FXML
    private HBox written;

    @FXML
    private Label writtenText;

    @FXML
    private Button copyJava;

    @FXML
    private Button copyPython;

    @FXML
    private Button draw;

    /** @param draw brings up the pane where models read drawings */
    WrittenController(QuantizeViewModel viewModel, WrittenViewModel files, FilePrompts prompts, Runnable draw) {
        this.viewModel = viewModel;
        this.files = files;
        this.prompts = prompts;
        this.showDraw = draw;
    }

    @FXML
    private void initialize() {
        copyPython.setOnAction(_ -> copy(Snippet.PYTHON, "Python"));
        copyJava.setOnAction(_ -> copy(Snippet.JAVA, "Java"));
        written.managedProperty().bind(written.visibleProperty());
        files.fileProperty().subscribe(this::show);
    }

    private void show(Written file) {
        written.setVisible(file != null);
        if (file == null) {
            return;
        }
        boolean graph = file.graph().isPresent();
        writtenText.setText("Written " + file.file() + (graph ? ", opset " + OnnxModel.OPSET : ""));
        copyJava.setVisible(graph);
        copyPython.setVisible(graph);
        NetworkSpec network = file.about().model().model().network();
        draw.setVisible(network.inputs() == DrawnDigit.SIDE * DrawnDigit.SIDE);
    }

    /** The menu of a row that was measured. */
    void offer(SchemeRow row, Node at) {
        files.about().ifPresent(about -> offer(about, row, at));
    }

    private void offer(Compared about, SchemeRow row, Node at) {
        String kind = row.simulated() ? "Save quantised weights (.kan)…" : "Export ONNX model…";
        // Integer products round weights in which scales are folded: others than these.
        boolean integers = row.scheme.arithmetic().integers();
        MenuItem open = new ActionItem(
                integers
                        ? "Open quantised weights: int8 weights exist only in the ONNX model, export it"
                        : "Open quantised weights in Draw and Activations",
                () -> files.openRounded(about, row));
        open.setDisable(row.scheme.untouched() || integers);
        ContextMenu menu = new ContextMenu(new ActionItem(kind, () -> save(about, row)), open);
        if (row.own()) {
            menu.getItems().add(new ActionItem("Remove scheme", () -> viewModel.remove(row)));
        }
        menu.show(at, Side.BOTTOM, 0, 0);
    }

    private void save(Compared about, SchemeRow row) {
        String extension = row.simulated() ? ".kan" : OnnxModel.EXTENSION;
        String name = FileName.of(about.open().name() + "-" + row.scheme.name());
        Optional<Path> target =
                prompts.save("Export " + row.scheme.name(), row.simulated() ? "Model" : "ONNX model", extension, name);
        target.ifPresent(file -> files.export(about, row, file));
    }

    @FXML
    private void openInDraw() {
        files.open();
        showDraw.run();
    }

    private void copy(Snippet snippet, String language) {
        Written file = files.fileProperty().get();
        String text = snippet.of(file.graph().orElseThrow(), file.file().toString());
        Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, text));
        viewModel.workspace.tell("Copied as " + language);
    }

    @FXML
    private void dismiss() {
        files.dismiss();
    }
}
