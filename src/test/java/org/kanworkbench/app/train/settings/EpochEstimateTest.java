package org.kanworkbench.app.train.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kanworkbench.app.train.run.Pace;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.network.Preset;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.GridCoverage;
import org.kanworkbench.training.TrainingEvent;

/** What is told of a run's time while it goes on. */
class EpochEstimateTest {

    private final DataSource source = DataSource.Toy.of(ToyShape.MOONS);
    private final ObjectProperty<Pace> pace = new SimpleObjectProperty<>(Pace.FULL);
    private final EpochEstimate estimate =
            new EpochEstimate(Engines.VECTOR, pace, new Threads(_ -> {}, Runnable::run), () -> true);
    private Dataset dataset;
    private Configuration configuration;

    @BeforeEach
    void prepare() throws DataException {
        dataset = source.load();
        Preset preset = Preset.named("kal-net").orElseThrow();
        configuration =
                new Configuration("kal-net", source, preset.network(2, 2), preset.recipe(), 0, 1, Configuration.VECTOR);
    }

    private void epochTook(double seconds) {
        epochTook(seconds, null);
    }

    private static TrainingEvent.Progress progress(double epoch, long elapsedMillis) {
        return new TrainingEvent.Progress(
                0, epoch, 1, 0.5, 1e-3, 1, 1, Duration.ofMillis(elapsedMillis), Duration.ZERO);
    }

    private void epochTook(double seconds, TrainingEvent.Progress progress) {
        estimate.observe(
                configuration,
                dataset,
                new TrainingEvent.Evaluated(
                        16,
                        1,
                        true,
                        1,
                        0.5,
                        new Evaluation.Classification(1, 2, 1, new int[2][2], new int[2], new float[2], 0),
                        Optional.empty(),
                        1e-3,
                        1,
                        seconds,
                        new GridCoverage(List.of()),
                        null),
                progress);
    }

    @Test
    void short_epochs_take_what_lies_between_them_too() {
        epochTook(0.0001, progress(10, 1000));
        assertThat(estimate.textProperty().get()).startsWith("about 0.1 ms per epoch");
        epochTook(0.0001, progress(110, 1050));
        assertThat(estimate.textProperty().get()).startsWith("about 0.5 ms per epoch");
        epochTook(0.0001, progress(111, 1050));
        assertThat(estimate.textProperty().get()).as("as before").startsWith("about 0.5 ms per epoch");
    }

    @Test
    void a_window_that_closes_does_not_wait_for_a_measurement() throws Exception {
        BlockingQueue<Runnable> background = new LinkedBlockingQueue<>();
        AtomicInteger asked = new AtomicInteger();
        // Until the first event of the measurement.
        EpochEstimate ended = new EpochEstimate(
                Engines.VECTOR, pace, new Threads(background::add, Runnable::run), () -> asked.incrementAndGet() == 1);
        ended.measure(configuration, dataset);
        background.take().run();

        assertThat(asked.get()).as("events until it ended").isLessThan(20);
        assertThat(ended.textProperty().get()).isEmpty();
    }

    @Test
    void epochs_that_are_asked_for_during_a_measurement_are_those_that_are_told() throws Exception {
        BlockingQueue<Runnable> background = new LinkedBlockingQueue<>();
        EpochEstimate slow =
                new EpochEstimate(Engines.VECTOR, pace, new Threads(background::add, Runnable::run), () -> true);
        slow.measure(configuration.withRecipe(configuration.recipe().withEpochs(1000)), dataset);
        slow.measure(configuration.withRecipe(configuration.recipe().withEpochs(1)), dataset);
        background.take().run();

        String[] told = slow.textProperty().get().split("about | per epoch, | in all");
        assertThat(told[1]).isEqualTo(told[2]);
    }

    @Test
    void epochs_that_differ_a_little_are_averaged() {
        epochTook(10);
        epochTook(8);

        assertThat(estimate.textProperty().get()).startsWith("about 9.4 s per epoch");
    }

    @Test
    void a_run_that_goes_by_frames_is_told_with_their_time() {
        epochTook(0.0001);
        String epochs = "about 0.1 ms per epoch";
        assertThat(estimate.textProperty().get()).startsWith(epochs);
        pace.set(Pace.ONE);
        assertThat(estimate.textProperty().get()).startsWith("about 16.7 ms per epoch");
        pace.set(Pace.FULL);
        assertThat(estimate.textProperty().get()).startsWith(epochs);
    }

    @Test
    void a_run_without_a_surface_to_watch_goes_at_full_speed() throws DataException {
        pace.set(Pace.ONE);
        dataset = new DataSource.Function("x*y").load();
        epochTook(0.0001);

        assertThat(estimate.textProperty().get()).startsWith("about 0.1 ms per epoch");
    }

    @Test
    void what_was_measured_on_a_busy_machine_does_not_outlive_an_epoch() {
        epochTook(31);
        epochTook(1.5);

        assertThat(estimate.textProperty().get()).startsWith("about 3.0 s per epoch");
    }
}
