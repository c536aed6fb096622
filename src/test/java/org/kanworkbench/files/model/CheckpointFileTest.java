package org.kanworkbench.files.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.loop.TrainingRun;

class CheckpointFileTest {

    @TempDir
    private Path folder;

    /** With the state of every optimiser. */
    @ParameterizedTest
    @EnumSource
    void what_is_written_is_read(Optimizer.Kind optimizer) throws Exception {
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
        Path file = folder.resolve("run.checkpoint");

        CheckpointFile.write(told.getLast(), file);

        assertThat(CheckpointFile.read(file)).isEqualTo(told.getLast());
        assertThat(told.getLast().optimizer().history().isEmpty()).isEqualTo(optimizer != Optimizer.Kind.LBFGS);
    }
}
