package org.kanworkbench.bench.window;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.engine.Network;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.Preset;

/**
 * Measures the delay in the Activations pane from new weights to the map of a layer of 100,352 edges, including
 * measurement of importance.
 */
record MapDelay(WindowDriver driver) {

    private static final int WIDE = 128;
    private static final int WARM = 10;
    private static final int REPETITIONS = 21;

    /** Time from new weights of a model to the start of the frame after the one that draws their map [ms]. */
    double[] measure() throws InterruptedException {
        Dataset data = driver.call(() -> driver.workspace().datasetProperty().get());
        Preset preset = Preset.named("kal-net").orElseThrow();
        List<Model> weights = List.of(model(preset, 1), model(preset, 2));
        OpenModel open = driver.call(() -> driver.workspace()
                .open("wide", data.target(), Optional.of(data.image().orElseThrow())));
        driver.show("activations");
        double[] millis = new double[REPETITIONS];
        for (int r = -WARM; r < REPETITIONS; r++) {
            double took = once(open, weights.get(Math.floorMod(r, weights.size())));
            if (r >= 0) {
                millis[r] = took;
            }
        }
        return millis;
    }

    private static Model model(Preset preset, long seed) {
        return Network.initialize(preset.network(784, List.of(WIDE), 10), seed).snapshot();
    }

    private double once(OpenModel open, Model weights) throws InterruptedException {
        CompletableFuture<Double> done = new CompletableFuture<>();
        driver.call(() -> {
            long start = System.nanoTime();
            // This text changes with the map.
            Label facts = driver.find("#activations-facts", Label.class);
            facts.textProperty().addListener(new ChangeListener<>() {
                @Override
                public void changed(ObservableValue<? extends String> text, String before, String now) {
                    text.removeListener(this);
                    FrameRecorder.atFrameAfterNext(() -> done.complete((System.nanoTime() - start) / 1e6));
                }
            });
            open.update(weights);
            return null;
        });
        try {
            return done.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
