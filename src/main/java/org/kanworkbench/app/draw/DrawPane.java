package org.kanworkbench.app.draw;

import java.nio.file.Path;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.scene.Parent;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.app.draw.reading.Classifiers;
import org.kanworkbench.app.draw.reading.GraphFiles;
import org.kanworkbench.app.models.StoredModels;
import org.kanworkbench.app.pane.Layout;
import org.kanworkbench.app.pane.Navigator;
import org.kanworkbench.app.pane.PaneFace;
import org.kanworkbench.app.pane.Shortcut;
import org.kanworkbench.app.pane.WorkbenchPane;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.data.Counted;
import org.kanworkbench.quantize.onnx.OnnxModel;

/** The Draw pane, where every open model classifies the user's drawing. */
public final class DrawPane extends WorkbenchPane {

    /** The pane's description before it is created. */
    public static final PaneFace FACE = new PaneFace(
            "draw",
            "Draw",
            "mdi2d-draw",
            "Draw a digit on the sheet, with the mouse or with the arrow keys and Space for the pen. "
                    + "It is scaled into 20 × 20 pixels and centred by its mass, as MNIST's digits were, and the small picture shows what the networks get. "
                    + "Every open model has a column of bars, one per class, which move with every stroke and, while it trains, with its weights. "
                    + "Ctrl+Z takes a stroke back, Ctrl+Y draws it again, Delete clears the sheet, and a digit's key labels the drawing. "
                    + "Labelled drawings are kept as My digits, to test models on, to train with in Train, and to export; the last twelve drawings of this window come back with a click.",
            new Shortcut("Arrows", "move the pen; with Shift, slowly"),
            new Shortcut("Space", "pen down and up"),
            new Shortcut("Ctrl+Z", "take the last stroke back"),
            new Shortcut("Ctrl+Y", "draw it again"),
            new Shortcut("Delete", "clear the sheet"),
            new Shortcut("0 … 9", "label the drawing"));

    private final DrawViewModel model;
    private final GraphFiles graphs;

    /** @param stored models offered while none is open */
    public DrawPane(Workspace workspace, Navigator navigator, StoredModels stored) {
        super(FACE);
        Classifiers classifiers = new Classifiers();
        model = new DrawViewModel(
                workspace.models(), workspace.graphs(), workspace.digits, workspace.threads(), classifiers);
        FilePrompts prompts = workspace.prompts(this::window);
        OwnDigitsViewModel own = new OwnDigitsViewModel(
                workspace.digits, model.columns, workspace.threads(), classifiers, workspace::tell);
        graphs = new GraphFiles(workspace, new BackgroundWork(workspace.threads(), model.problem));
        Parent content = Layout.load(
                "draw",
                new DrawController(model, workspace, navigator, stored),
                new OwnDigitsController(model, own, prompts, workspace.notices));
        lay(
                content,
                button(
                        "draw-open",
                        "Open ONNX file…",
                        "mdi2f-folder-open-outline",
                        "Open an ONNX file that Quantize or `export` wrote, as one more model",
                        () -> prompts.open("Open a network", "ONNX model", List.of(OnnxModel.EXTENSION))
                                .ifPresent(graphs::open)));
        model.inView.bind(inView());
        context.bind(Bindings.createStringBinding(() -> models(model.columns.size()), model.columns));
    }

    private static String models(int count) {
        return count == 0 ? "no model" : Counted.of(count, "model");
    }

    @Override
    public List<String> opens() {
        return List.of(OnnxModel.EXTENSION);
    }

    @Override
    public void open(Path file) {
        graphs.open(file);
    }

    @Override
    public void cancel() {
        model.keyboardPen.layAway();
    }

    @Override
    public void undo() {
        model.undo();
    }

    @Override
    public void redo() {
        model.redo();
    }
}
