package org.kanworkbench.training.loop;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.tensor.Tensor;
import org.kanworkbench.training.Checkpoint;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.TrainingEvent;

/** Runs on two moons with some engines, which leave a checkpoint as often as they can. */
public record MoonRuns(Engines engines) {

    private static final DataSource SOURCE = new DataSource.Toy(ToyShape.MOONS, 0.1, 400, 1);

    public static Dataset dataset() {
        try {
            return SOURCE.load();
        } catch (DataException e) {
            throw new AssertionError(e);
        }
    }

    public static Recipe recipe(String preset, int epochs) {
        return Preset.named(preset).orElseThrow().forSmallData().recipe().withEpochs(epochs);
    }

    public static Configuration configuration(String preset, String engine, Recipe recipe) {
        return new Configuration(
                preset,
                SOURCE,
                Preset.named(preset).orElseThrow().forSmallData().network(2, 2),
                recipe,
                3,
                1,
                engine);
    }

    public List<TrainingEvent> train(Configuration configuration) throws InterruptedException {
        return Told.by(listener ->
                TrainingRun.start(engines, configuration, dataset(), StartWeights::read, Duration.ZERO, listener));
    }

    /** Stops a run after three epochs, and gives what its checkpoint goes on to. */
    public List<TrainingEvent> stoppedAndResumed(Configuration configuration) throws InterruptedException {
        List<TrainingEvent> events = Told.by(
                listener -> TrainingRun.start(
                        engines, configuration, dataset(), StartWeights::read, Duration.ZERO, listener),
                (run, event) -> {
                    if (event instanceof TrainingEvent.Evaluated e && e.epoch() >= 3) {
                        run.stop();
                    }
                });
        Checkpoint left =
                Told.only(events, TrainingEvent.Checkpointed.class).getLast().checkpoint();
        return Told.by(listener -> TrainingRun.resume(engines, left, dataset(), Duration.ZERO, listener));
    }

    public static Map<String, Tensor> weights(List<TrainingEvent> events) {
        return Told.only(events, TrainingEvent.Finished.class)
                .getFirst()
                .model()
                .tensors();
    }

    /** Without progress, which comes as often as time allows. */
    public static List<Class<?>> kinds(List<TrainingEvent> events) {
        return events.stream()
                .filter(event -> !(event instanceof TrainingEvent.Progress))
                .<Class<?>>map(TrainingEvent::getClass)
                .toList();
    }
}
