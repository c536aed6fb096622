package org.kanworkbench.training.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.WeightsReader;

@Timeout(60)
class TrainingTest {

    private final DataSource.Toy moons = DataSource.Toy.of(ToyShape.MOONS);
    private final Dataset dataset = moons.load();
    private final WorkControl control = new WorkControl();
    private final List<Double> epochs = new ArrayList<>();

    private Configuration configuration(double learningRate) {
        Preset preset = moons.fitted(Preset.named("mlp").orElseThrow(), Loss.CROSS_ENTROPY, 2);
        return new Configuration(
                "mlp",
                moons,
                preset.network(dataset.inputs(), dataset.outputs()),
                preset.recipe().withLearningRate(learningRate),
                3,
                1,
                Configuration.VECTOR);
    }

    private boolean pausesAtItsEnd;

    private Optional<TrainingEvent.Finished> run(double learningRate, int most) throws InterruptedException {
        WeightsReader none = file -> {
            throw new AssertionError(file);
        };
        return Training.run(Engines.VECTOR, configuration(learningRate), dataset, none, control, event -> {
            if (event instanceof TrainingEvent.Evaluated e && e.epochEnd()) {
                epochs.add(e.epoch());
            }
            if (event instanceof TrainingEvent.Finished && pausesAtItsEnd) {
                control.pause();
            }
            return epochs.size() < most;
        });
    }

    @Test
    void a_training_ends_with_the_very_epoch_at_which_it_is_told_to() throws InterruptedException {
        TrainingEvent.Finished finished = run(0.01, 2).orElseThrow();

        assertThat(epochs).containsExactly(1.0, 2.0);
        assertThat(finished.stopped()).isTrue();
        assertThat(finished.test()).isPresent();
    }

    @Test
    void a_cancelled_training_has_no_result() throws InterruptedException {
        control.cancel();

        assertThat(run(0.01, 1000)).isEmpty();
        assertThat(epochs).hasSizeLessThan(2);
    }

    @Test
    void a_pause_is_no_time_of_training() throws InterruptedException {
        control.pause();
        long start = System.nanoTime();
        CompletableFuture.delayedExecutor(1500, TimeUnit.MILLISECONDS).execute(control::resume);
        TrainingEvent.Finished finished = run(0.01, 2).orElseThrow();

        Duration whole = Duration.ofNanos(System.nanoTime() - start);
        assertThat(whole).isGreaterThan(Duration.ofMillis(1400));
        assertThat(whole.minus(finished.elapsed())).isGreaterThan(Duration.ofMillis(1000));
    }

    @Test
    void a_training_that_is_over_is_not_paused() throws InterruptedException {
        pausesAtItsEnd = true;

        assertThat(run(0.01, 2)).isPresent();
    }

    @Test
    void a_training_that_diverges_says_how_to_mend_it() {
        assertThatThrownBy(() -> run(1e6, 1000))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("lower the learning rate");
    }
}
