package org.kanworkbench.app.draw;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.fxml.FXMLLoader;
import javafx.scene.Node;
import javafx.scene.Parent;
import org.kanworkbench.app.Navigator;
import org.kanworkbench.app.WorkbenchPane;
import org.kanworkbench.app.Workspace;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.Workers;
import org.kanworkbench.network.Model;

/** Where a person draws a digit and every open model reads it. */
public final class DrawPane implements WorkbenchPane {

    /** What a network gets for a pixel without ink. */
    private static final OptionalDouble PAPER = OptionalDouble.of(-1);

    private final DrawViewModel model;
    private final Parent content;
    private final ReadOnlyStringWrapper context = new ReadOnlyStringWrapper("");

    public DrawPane(Workspace workspace, Navigator navigator) {
        this(workspace, navigator, classifiers(), null);
    }

    /** @param prompts null for the platform's dialogs */
    DrawPane(Workspace workspace, Navigator navigator, Function<Model, Classifier> classifiers, FilePrompts prompts) {
        model = new DrawViewModel(
                workspace.models(), workspace.digits(), workspace.background(), Platform::runLater, classifiers);
        FilePrompts asked = prompts != null
                ? prompts
                : FilePrompts.over(() -> content().getScene().getWindow());
        OwnDigitsViewModel own = new OwnDigitsViewModel(
                workspace.digits(), model.columns(), workspace.background(), Platform::runLater, classifiers);
        content = load(
                new DrawController(model, () -> navigator.show("train"), row -> {
                    workspace.explainedProperty().set(row);
                    navigator.show("activations");
                }),
                new KeptController(model, own, asked));
        context.bind(Bindings.createStringBinding(() -> models(model.columns().size()), model.columns()));
    }

    private static String models(int count) {
        return count == 0 ? "no model" : count == 1 ? "1 model" : count + " models";
    }

    /** One picture is too little work to share between threads. */
    private static Function<Model, Classifier> classifiers() {
        Workers oneThread = new Workers(1);
        return weights -> {
            Predictor predictor = new Predictor(weights, 1, PAPER, oneThread);
            return (x, logits) -> predictor.predict(x, 1, logits);
        };
    }

    /** Loads the layout, whose controllers are among the given. */
    private static Parent load(Object... controllers) {
        FXMLLoader loader = new FXMLLoader(DrawPane.class.getResource("/org/kanworkbench/fxml/draw.fxml"));
        loader.setControllerFactory(type ->
                Stream.of(controllers).filter(type::isInstance).findFirst().orElseThrow());
        try {
            return loader.load();
        } catch (IOException e) {
            throw new UncheckedIOException("fxml/draw.fxml cannot be read", e);
        }
    }

    @Override
    public String id() {
        return "draw";
    }

    @Override
    public String title() {
        return "Draw";
    }

    @Override
    public String icon() {
        return "mdi2d-draw";
    }

    @Override
    public String help() {
        return "Draw a digit on the sheet, with the mouse or with the arrow keys and Space for the pen. "
                + "It is scaled into 20 × 20 pixels and centred by its mass, as MNIST's digits were, and the small picture shows what the networks get. "
                + "Every open model has a column of bars, one a class, which move with every stroke and, while it trains, with its weights. "
                + "Ctrl+Z takes a stroke back, Ctrl+Y draws it again, Delete clears the sheet, and a digit's key names the drawing. "
                + "Named drawings are kept as My digits, to test models on, to train with in Train, and to export; the last twelve drawings of this window come back with a click.";
    }

    @Override
    public Node content() {
        return content;
    }

    @Override
    public ObservableValue<String> context() {
        return context.getReadOnlyProperty();
    }

    @Override
    public void cancel() {
        model.keyboardPen().layAway();
    }
}
