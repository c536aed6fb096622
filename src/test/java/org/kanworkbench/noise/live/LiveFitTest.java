package org.kanworkbench.noise.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.kanworkbench.data.function.Range;
import org.kanworkbench.network.Activation;
import org.kanworkbench.noise.Noise;
import org.kanworkbench.noise.contender.Contender;
import org.kanworkbench.noise.contender.KanContender;
import org.kanworkbench.noise.contender.Match;
import org.kanworkbench.noise.contender.MlpContender;
import org.kanworkbench.noise.target.StandardFunction;
import org.kanworkbench.noise.target.Target;
import org.kanworkbench.noise.training.Budget;
import org.kanworkbench.noise.training.Fitted;

@Timeout(60)
class LiveFitTest {

    private static final Target SINE = new Target.Standard(StandardFunction.SIN_2PI);

    private static LiveSetup setup(Target target, int steps) {
        return setup(target, steps, Match.parameters("kal-net"));
    }

    private static LiveSetup setup(Target target, int steps, Match match) {
        return new LiveSetup(
                target,
                Noise.NONE,
                80,
                List.of(
                        new KanContender("kal-net", List.of(8)),
                        new MlpContender("mlp", Activation.TANH, List.of(1, 1)).withMatch(match),
                        new Contender.SmoothingSpline("spline")),
                3,
                new Budget(steps, 256),
                0.02,
                0,
                100);
    }

    @Test
    void tells_what_there_is_then_frames_then_the_end() throws InterruptedException {
        List<LiveEvent> events = Collections.synchronizedList(new ArrayList<>());
        LiveFit.start(setup(SINE, 450), null, events::add).await();

        assertThat(events.getFirst()).isInstanceOf(LiveEvent.Started.class);
        assertThat(events.getLast()).isEqualTo(new LiveEvent.Finished(false));
        List<LiveEvent.Frame> frames = events.stream()
                .filter(LiveEvent.Frame.class::isInstance)
                .map(LiveEvent.Frame.class::cast)
                .toList();
        assertThat(frames).extracting(LiveEvent.Frame::step).containsExactly(0, 100, 200, 300, 400, 450);
        LiveEvent.Progress kan = frames.getLast().models().getFirst();
        assertThat(kan.testMse())
                .isLessThan(frames.getFirst().models().getFirst().testMse() / 10);
        LiveEvent.Started started = (LiveEvent.Started) events.getFirst();
        double[] predictions = kan.fitted().predict(started.training().x());
        assertThat(started.training().y()[7] - predictions[7]).isCloseTo(kan.residuals()[7], within(1e-12));
    }

    @Test
    void a_fitted_model_of_an_earlier_frame_stays_what_it_was() throws InterruptedException {
        List<Double> then = new ArrayList<>();
        List<Fitted> models = new ArrayList<>();
        LiveFit.start(setup(SINE, 300), null, event -> {
                    if (event instanceof LiveEvent.Frame frame) {
                        models.add(frame.models().getFirst().fitted());
                        then.add(models.getLast().predict(new double[] {0.3})[0]);
                    }
                })
                .await();

        for (int i = 0; i < models.size(); i++) {
            assertThat(models.get(i).predict(new double[] {0.3})[0]).isEqualTo(then.get(i));
        }
        assertThat(then).doesNotHaveDuplicates();
    }

    @Test
    void cancelling_ends_it_even_while_it_is_paused() throws InterruptedException {
        AtomicReference<LiveEvent> last = new AtomicReference<>();
        CountDownLatch begun = new CountDownLatch(1);
        LiveFit fit = LiveFit.start(setup(SINE, 1_000_000), null, event -> {
            last.set(event);
            begun.countDown();
        });
        begun.await();
        fit.control().pause();
        fit.control().cancel();
        fit.await();

        assertThat(last.get()).isEqualTo(new LiveEvent.Finished(true));
    }

    @Test
    void cancelling_ends_it_while_sizes_are_matched_by_time() throws InterruptedException {
        List<LiveEvent> events = Collections.synchronizedList(new ArrayList<>());
        LiveFit fit = LiveFit.start(setup(SINE, 100, new Match(Match.Measure.TIME, "kal-net")), null, events::add);
        fit.control().cancel();
        fit.await();

        assertThat(events).containsExactly(new LiveEvent.Finished(true));
    }

    @Test
    void a_pause_holds_while_sizes_are_matched_by_time() throws InterruptedException {
        AtomicReference<LiveEvent> last = new AtomicReference<>();
        LiveFit fit = LiveFit.start(setup(SINE, 100, new Match(Match.Measure.TIME, "kal-net")), null, last::set);
        fit.control().pause();

        boolean waits = false;
        while (!waits && last.get() == null) {
            waits = Thread.getAllStackTraces().values().stream()
                    .anyMatch(stack -> Arrays.stream(stack)
                                    .anyMatch(at -> at.getClassName().endsWith(".TimeMatch"))
                            && Arrays.stream(stack)
                                    .anyMatch(at -> at.getMethodName().equals("mayContinue")));
            Thread.onSpinWait();
        }
        fit.control().cancel();
        fit.await();
        assertThat(waits).isTrue();
    }

    @Test
    void what_cannot_be_fitted_is_told_in_one_line() throws InterruptedException {
        AtomicReference<LiveEvent> last = new AtomicReference<>();
        LiveFit.start(setup(new Target.Formula("1/x", new Range(-1, 1)), 10), null, last::set)
                .await();

        assertThat(last.get())
                .isInstanceOfSatisfying(
                        LiveEvent.Failed.class,
                        failed -> assertThat(failed.message()).contains("x = 0.0"));
    }

    @Test
    void a_network_that_a_norm_makes_constant_is_told_in_one_line() throws InterruptedException {
        List<Contender> alike = List.of(new KanContender("kan", "kal-net", List.of(1), 0, 0, true, Match.NONE));
        AtomicReference<LiveEvent> last = new AtomicReference<>();
        LiveFit.start(new LiveSetup(SINE, Noise.NONE, 80, alike, 3, new Budget(10, 256), 0.02, 0, 100), null, last::set)
                .await();

        assertThat(last.get())
                .isInstanceOfSatisfying(
                        LiveEvent.Failed.class,
                        failed -> assertThat(failed.message()).startsWith("kan: layer 1 has layer norm over one unit"));
    }

    @Test
    void too_little_memory_is_told_too() throws InterruptedException {
        AtomicReference<LiveEvent> last = new AtomicReference<>();
        LiveFit.start(setup(SINE, 10), null, event -> {
                    if (event instanceof LiveEvent.Started) {
                        throw new OutOfMemoryError("Java heap space");
                    }
                    last.set(event);
                })
                .await();

        assertThat(last.get())
                .isInstanceOfSatisfying(
                        LiveEvent.Failed.class,
                        failed -> assertThat(failed.message()).contains("memory"));
    }
}
