package org.kanworkbench.app.train.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.Preset;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Run;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.loop.TrainingRun;

@Timeout(60)
class PacerTest {

    private static final int STEPS_PER_EPOCH = 7;

    private final Pacer pacer = new Pacer();
    private long allowed = Long.MAX_VALUE;

    private final Run run = new Run() {
        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public void stop() {}

        @Override
        public void setLearningRate(double rate) {}

        @Override
        public void waitAfter(long steps) {
            allowed = steps;
        }

        @Override
        public void requestLiveUpdate(int layer, int output, Consumer<Model> to) {}

        @Override
        public void await() {}
    };

    @Test
    void every_frame_allows_one_epoch_more() {
        pacer.begin(run);
        assertThat(allowed).isZero();
        pacer.frame(0, STEPS_PER_EPOCH);
        assertThat(allowed).isEqualTo(7);
        pacer.frame(7, STEPS_PER_EPOCH);
        assertThat(allowed).isEqualTo(14);
        pacer.pace.set(Pace.FIVE);
        pacer.frame(14, STEPS_PER_EPOCH);
        assertThat(allowed).isEqualTo(14 + 35);
    }

    @Test
    void a_slow_run_does_not_save_frames_up() {
        pacer.begin(run);
        for (int frame = 0; frame < 100; frame++) {
            pacer.frame(3, STEPS_PER_EPOCH);
        }
        assertThat(allowed).isLessThanOrEqualTo(3 + 2 * 7);
    }

    @Test
    void full_speed_lets_it_go_at_once_and_a_pace_takes_it_back() {
        pacer.begin(run);
        pacer.pace.set(Pace.FULL);
        assertThat(allowed).isEqualTo(Long.MAX_VALUE);
        pacer.frame(1000, STEPS_PER_EPOCH);
        assertThat(allowed).isEqualTo(Long.MAX_VALUE);
        pacer.pace.set(Pace.ONE);
        pacer.frame(2000, STEPS_PER_EPOCH);
        assertThat(allowed).isEqualTo(2007);
    }

    @Test
    void a_real_run_does_what_is_allowed_and_no_step_more() throws InterruptedException {
        DataSource.Toy toy = new DataSource.Toy(ToyShape.XOR, 0, 640, 0);
        Dataset dataset = toy.load();
        Preset preset = Preset.named("kal-net").orElseThrow().forSmallData();
        Configuration configuration = new Configuration(
                "kal-net", toy, preset.network(2, 2), preset.recipe().withEpochs(3), 0, 1, Configuration.VECTOR);
        LinkedBlockingQueue<TrainingEvent> events = new LinkedBlockingQueue<>();
        CompletableFuture<Run> self = new CompletableFuture<>();
        Run real = TrainingRun.start(configuration, dataset, event -> {
            if (event instanceof TrainingEvent.Started) {
                self.join().waitAfter(20);
            }
            events.add(event);
        });
        self.complete(real);
        TrainingEvent event = events.take();
        while (!(event instanceof TrainingEvent.Evaluated e && e.step() >= 20)) {
            event = events.take();
        }
        real.stop();
        real.await();

        assertThat(((TrainingEvent.Evaluated) event).step()).isEqualTo(20);
        assertThat(events).last().isInstanceOfSatisfying(TrainingEvent.Finished.class, finished -> {
            assertThat(finished.stopped()).isTrue();
            assertThat(finished.test()).as("the weights of step 20 were scored").isPresent();
        });
    }
}
