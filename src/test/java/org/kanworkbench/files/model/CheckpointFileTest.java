package org.kanworkbench.files.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.training.Checkpoint;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.loop.TrainingRun;

class CheckpointFileTest {

    @TempDir
    private Path folder;

    @Test
    void the_predictions_of_many_samples_are_read_again_or_not_written() throws Exception {
        Checkpoint kept = checkpoints(Optimizer.Kind.ADAM_W).getLast();
        Path file = folder.resolve("run.checkpoint");
        // More than the 20 million characters that JSON's reader takes for a text by itself.
        Checkpoint many = scored(kept, 900_000);
        assertThat(CheckpointFile.fits(many)).isTrue();

        CheckpointFile.write(many, file);

        Evaluation.Classification read = (Evaluation.Classification)
                CheckpointFile.read(file).selection().orElseThrow().test();
        assertThat(read.predicted()).hasSize(900_000);
        assertThat(CheckpointFile.fits(scored(kept, 1_000_000))).isFalse();
    }

    private static Checkpoint scored(Checkpoint kept, int samples) {
        float[] odds = new float[samples];
        Arrays.fill(odds, 1.2345678e-5f);
        Evaluation scores = new Evaluation.Classification(
                samples, samples, 0.1, new int[][] {{samples, 0}, {0, 0}}, new int[samples], odds, 1);
        return new Checkpoint(
                kept.configuration(),
                kept.step(),
                kept.scoresDue(),
                kept.learningRate(),
                kept.model(),
                kept.optimizer(),
                kept.average(),
                kept.epoch(),
                Optional.of(new Checkpoint.SelectionState(1, 1, kept.model(), scores, scores)),
                kept.elapsed());
    }

    /** With the state of every optimiser. */
    @ParameterizedTest
    @EnumSource
    void what_is_written_is_read(Optimizer.Kind optimizer) throws Exception {
        List<Checkpoint> told = checkpoints(optimizer);
        Path file = folder.resolve("run.checkpoint");

        CheckpointFile.write(told.getLast(), file);

        assertThat(CheckpointFile.read(file)).isEqualTo(told.getLast());
        assertThat(told.getLast().optimizer().history().isEmpty()).isEqualTo(optimizer != Optimizer.Kind.LBFGS);
    }

    private static List<Checkpoint> checkpoints(Optimizer.Kind optimizer) throws Exception {
        Preset preset = Preset.named("torchkan").orElseThrow().forSmallData();
        DataSource source = new DataSource.Toy(ToyShape.MOONS, 0.1, 60, 1);
        Dataset dataset = source.load();
        Configuration configuration = new Configuration(
                preset.name(),
                source,
                preset.network(dataset.inputs(), List.of(3), dataset.outputs()),
                preset.recipe().with(RecipeField.OPTIMIZER, optimizer).with(RecipeField.EPOCHS, 3),
                1,
                1,
                Configuration.VECTOR);
        List<Checkpoint> told = new ArrayList<>();
        TrainingRun.start(Engines.VECTOR, configuration, dataset, StartWeights::read, Duration.ZERO, event -> {
                    if (event instanceof TrainingEvent.Checkpointed c) {
                        told.add(c.checkpoint());
                    }
                })
                .await();
        return told;
    }
}
