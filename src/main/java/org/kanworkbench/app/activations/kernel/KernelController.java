package org.kanworkbench.app.activations.kernel;

import java.util.List;
import java.util.stream.IntStream;
import javafx.beans.InvalidationListener;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.fxml.FXML;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import org.kanworkbench.app.activations.ActivationsViewModel;
import org.kanworkbench.app.activations.edge.CurvesWork;
import org.kanworkbench.app.activations.layer.UnitCurves;
import org.kanworkbench.app.chart.card.PictureFiles.Item;
import org.kanworkbench.app.controls.setting.Labels;
import org.kanworkbench.app.work.NewestFirst;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.stem.KanConvolutions;
import org.kanworkbench.training.ScoreText;

/** Shows the kernels of one output channel of a stage of convolutions. */
public final class KernelController {

    private final ActivationsViewModel activations;
    private final NewestFirst<Request, UnitCurves> work;

    @FXML
    private ComboBox<Integer> stage;

    @FXML
    private ComboBox<Integer> channel;

    @FXML
    private KernelPicture picture;

    @FXML
    private Label facts;

    /** Whether the view is visible. */
    public final BooleanProperty wanted = new SimpleBooleanProperty();

    private boolean showing;

    private record Request(Model weights, int stage, int channel) {}

    public KernelController(ActivationsViewModel activations, Threads threads) {
        this.activations = activations;
        work = new NewestFirst<>(
                threads,
                KernelController::answer,
                this::show,
                activations.problem,
                "The kernels could not be computed");
    }

    /** Whether a model has such kernels. */
    public static boolean has(Model model) {
        return model != null
                && model.network().stem() instanceof KanConvolutions kernels
                && kernels.basis().terms() > 0;
    }

    private static UnitCurves answer(Request request) {
        KanConvolutions stem = (KanConvolutions) request.weights().network().stem();
        Model kernels = stem.kernels(request.weights(), request.stage());
        return CurvesWork.between(kernels, 0, request.channel());
    }

    @FXML
    private void initialize() {
        stage.setConverter(Labels.of(s -> "Stage " + (s + 1)));
        channel.setConverter(Labels.of(c -> "Output channel " + (c + 1)));
        InvalidationListener choice = _ -> refresh();
        stage.valueProperty().addListener(choice);
        channel.valueProperty().addListener(choice);
        wanted.addListener(choice);
        activations.shownProperty().addListener(choice);
        activations.chosen.addListener(_ -> {
            // Those of the model before.
            picture.show(null, 0);
            facts.setText("");
            refresh();
        });
        refresh();
    }

    private void refresh() {
        Model weights = activations.shownProperty().get();
        if (showing || !wanted.get() || !has(weights)) {
            return;
        }
        showing = true;
        KanConvolutions stem = (KanConvolutions) weights.network().stem();
        offer(stage, stem.channels().size());
        offer(channel, stem.channels().get(stage.getValue()));
        showing = false;
        work.submit(new Request(weights, stage.getValue(), channel.getValue()));
    }

    private static void offer(ComboBox<Integer> box, int count) {
        List<Integer> all = IntStream.range(0, count).boxed().toList();
        if (!box.getItems().equals(all)) {
            box.getItems().setAll(all);
        }
        if (box.getValue() == null || box.getValue() >= count) {
            box.setValue(0);
        }
    }

    private void show(Request request, UnitCurves curves) {
        if (request.weights() != activations.shownProperty().get() || activations.chosen.get() == null) {
            return;
        }
        picture.show(curves, activations.chosen.get().series());
        facts.setText(curves.values().length / curves.x().length
                + " edge functions, on the same axes, add up to each pixel of this channel. Domain: "
                + ScoreText.significant(curves.domain().low(), 3) + " to "
                + ScoreText.significant(curves.domain().high(), 3) + ", shaded beyond.");
    }

    /** The exportable content of this view. */
    public List<Item> exports() {
        return List.of(new Item("Kernels", picture));
    }
}
