package org.kanworkbench.training.trials;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TrialsTest {

    private static final IntPredicate NONE = _ -> false;

    private final Kept kept = new Kept();

    private static final class Kept implements TrialListener<Long> {
        private final Map<Integer, Trial<Long>> trials = Collections.synchronizedMap(new HashMap<>());
        private final List<TrialProgress> progress = new ArrayList<>();
        private Optional<String> failure;
        private int fullAfter = Integer.MAX_VALUE;

        @Override
        public void ended(Trial<Long> trial, TrialProgress now) throws IOException {
            if (trials.size() >= fullAfter) {
                throw new IOException("disk is full: free some space");
            }
            trials.put(trial.index(), trial);
            progress.add(now);
        }

        @Override
        public void finished(Optional<String> why) {
            failure = why;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void trials_that_depend_on_earlier_ones_are_the_same_for_any_number_of_workers(int workers)
            throws InterruptedException {
        int inFlight = 3;
        Map<Integer, Long> results = new ConcurrentHashMap<>();

        Trials.start(
                        200,
                        NONE,
                        index -> Math.max(0, index - inFlight + 1),
                        TrialPlace.here(workers),
                        (index, _, _) -> {
                            long sum = index;
                            for (int before = 0; before <= index - inFlight; before++) {
                                sum = 31 * sum + results.get(before);
                            }
                            results.put(index, sum);
                            return Optional.of(sum);
                        },
                        kept)
                .await();

        long[] expected = new long[200];
        for (int i = 0; i < 200; i++) {
            expected[i] = i;
            for (int before = 0; before <= i - inFlight; before++) {
                expected[i] = 31 * expected[i] + expected[before];
            }
            assertThat(kept.trials.get(i).result()).contains(expected[i]);
        }
        assertThat(kept.failure).isEmpty();
    }

    @Test
    void known_trials_beyond_those_that_are_wanted_do_not_count() throws InterruptedException {
        IntPredicate known = index -> index == 0 || index >= 3 && index < 20;

        Trials.start(4, known, _ -> 0, TrialPlace.here(1), (index, _, _) -> Optional.of((long) index), kept)
                .await();

        assertThat(kept.progress).extracting(TrialProgress::done).containsExactly(3, 4);
        assertThat(kept.progress.getFirst().remaining()).isGreaterThanOrEqualTo(Duration.ZERO);
    }

    @Test
    void a_trial_that_fails_does_not_end_the_others() throws InterruptedException {
        Trials.start(
                        20,
                        NONE,
                        _ -> 0,
                        TrialPlace.here(2),
                        (index, _, _) -> {
                            if (index == 3) {
                                throw new IllegalStateException("loss is not finite\nat step 7");
                            }
                            if (index == 4) {
                                throw new OutOfMemoryError();
                            }
                            if (index == 6) {
                                throw new NoClassDefFoundError("Missing");
                            }
                            return Optional.of((long) index);
                        },
                        kept)
                .await();

        assertThat(kept.trials).hasSize(20);
        assertThat(kept.trials.get(3).failure()).isEqualTo("loss is not finite");
        assertThat(kept.trials.get(4).failure()).startsWith("not enough memory");
        assertThat(kept.trials.get(6).failure()).isEqualTo("Missing");
        assertThat(kept.trials.get(5).result()).contains(5L);
        assertThat(kept.failure).isEmpty();
        assertThat(kept.progress.getLast().done()).isEqualTo(20);
    }

    @Test
    void the_rest_is_estimated_from_what_trials_took() throws InterruptedException {
        Trials.start(
                        4,
                        NONE,
                        _ -> 0,
                        TrialPlace.here(1),
                        (index, _, _) -> {
                            long end = System.nanoTime() + 3_000_000;
                            while (System.nanoTime() < end) {
                                Thread.onSpinWait();
                            }
                            return Optional.of((long) index);
                        },
                        kept)
                .await();

        double seconds = 0;
        for (int i = 0; i < 4; i++) {
            seconds += kept.trials.get(i).seconds();
            assertThat(kept.trials.get(i).seconds()).isBetween(0.003, 60.0);
            assertThat(kept.progress.get(i))
                    .isEqualTo(new TrialProgress(
                            i + 1, 4, Duration.ofMillis(Math.round(seconds / (i + 1) * (3 - i) * 1e3))));
        }
    }

    @Test
    void trials_that_wait_for_each_other_are_not_divided_by_workers_that_are_idle() throws InterruptedException {
        Trials.start(
                        4,
                        NONE,
                        index -> index,
                        TrialPlace.here(8),
                        (index, _, control) -> {
                            long end = control.nanoTime() + 3_000_000;
                            while (control.nanoTime() < end) {
                                Thread.onSpinWait();
                            }
                            return Optional.of((long) index);
                        },
                        kept)
                .await();

        assertThat(kept.progress.getFirst().remaining()).isGreaterThanOrEqualTo(Duration.ofMillis(9));
    }

    @Test
    void pauses_take_no_time() throws InterruptedException {
        WorkControl control = new WorkControl();
        control.pause();
        long paused = control.nanoTime();
        long end = System.nanoTime() + 3_000_000;
        while (System.nanoTime() < end) {
            assertThat(control.nanoTime()).isEqualTo(paused);
        }
        control.pause();
        control.resume();
        long lost = System.nanoTime() - control.nanoTime();
        assertThat(lost).isGreaterThanOrEqualTo(3_000_000);
        control.resume();
        control.cancel();

        assertThat(control.nanoTime()).isBetween(paused, System.nanoTime() - lost + 60_000_000_000L);
    }

    @Test
    void who_hears_of_the_end_may_wait_for_who_started_the_trials() throws InterruptedException {
        CompletableFuture<Trials<Long>> started = new CompletableFuture<>();
        CountDownLatch ending = new CountDownLatch(1);
        TrialListener<Long> listener = new TrialListener<>() {
            @Override
            public void ended(Trial<Long> trial, TrialProgress progress) {}

            @Override
            public void finished(Optional<String> failure) {
                ending.countDown();
                started.join();
            }
        };
        Trials<Long> trials =
                Trials.start(1, NONE, _ -> 0, TrialPlace.here(1), (index, _, _) -> Optional.of((long) index), listener);
        ending.await();

        trials.close();
        started.complete(trials);

        trials.await();
    }

    @Test
    void known_trials_are_not_repeated() throws InterruptedException {
        IntPredicate known = List.of(0, 1, 5, 7)::contains;

        Trials.start(10, known, _ -> 0, TrialPlace.here(3), (index, _, _) -> Optional.of((long) index), kept)
                .await();

        assertThat(kept.trials).containsOnlyKeys(2, 3, 4, 6, 8, 9);
        assertThat(kept.progress.getFirst().done()).isEqualTo(5);
        assertThat(kept.progress.getLast().remaining()).isZero();
    }

    @Test
    void results_that_cannot_be_kept_end_all_trials() throws InterruptedException {
        kept.fullAfter = 4;

        Trials.start(1_000_000, NONE, _ -> 0, TrialPlace.here(2), (index, _, _) -> Optional.of((long) index), kept)
                .await();

        assertThat(kept.failure).contains("disk is full: free some space");
        assertThat(kept.trials).hasSize(4);
    }

    @Test
    void cancelling_interrupts_what_runs_and_keeps_what_is_done() throws InterruptedException {
        CountDownLatch third = new CountDownLatch(1);
        Trials<Long> trials = Trials.start(
                100,
                NONE,
                _ -> 0,
                TrialPlace.here(1),
                (index, _, control) -> {
                    if (index == 2) {
                        third.countDown();
                        while (control.mayContinue()) {
                            Thread.onSpinWait();
                        }
                        return Optional.empty();
                    }
                    return Optional.of((long) index);
                },
                kept);
        third.await();
        trials.control().pause();
        trials.control().cancel();
        trials.await();

        assertThat(kept.trials).containsOnlyKeys(0, 1);
    }

    @Test
    void closing_lets_what_runs_come_to_its_end() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(2);
        CountDownLatch closed = new CountDownLatch(1);
        Trials<Long> trials = Trials.start(
                100,
                NONE,
                _ -> 0,
                TrialPlace.here(2),
                (index, _, _) -> {
                    running.countDown();
                    closed.await();
                    return Optional.of((long) index);
                },
                kept);
        running.await();
        trials.close();
        closed.countDown();
        trials.await();

        assertThat(kept.trials).containsOnlyKeys(0, 1);
    }

    @Test
    void a_cluster_that_grows_runs_more_trials_at_once(@TempDir Path folder) throws InterruptedException {
        PretendedCluster cluster = new PretendedCluster(1, folder);
        CountDownLatch together = new CountDownLatch(6);
        Trials<Long> trials = Trials.start(
                12,
                NONE,
                _ -> 0,
                TrialPlace.on(cluster),
                (index, _, _) -> {
                    together.countDown();
                    together.await();
                    return Optional.of((long) index);
                },
                kept);

        cluster.grow(3);
        trials.await();

        assertThat(kept.trials).hasSize(12);
        cluster.grow(5);
        assertThat(kept.failure).isEmpty();
    }

    @Test
    void a_cluster_that_fails_ends_all_trials_and_its_own_are_none_that_failed() throws InterruptedException {
        Trials.start(
                        100,
                        NONE,
                        _ -> 0,
                        TrialPlace.here(2),
                        (index, _, _) -> {
                            if (index >= 10) {
                                throw new ClusterException("the master is gone: start it");
                            }
                            return Optional.of((long) index);
                        },
                        kept)
                .await();

        assertThat(kept.failure).contains("the master is gone: start it");
        assertThat(kept.trials.keySet()).allMatch(index -> index < 10);
        assertThat(kept.trials.values()).extracting(Trial::failure).containsOnly("");
    }

    @Test
    void a_paused_worker_waits_until_it_is_resumed_or_cancelled() throws InterruptedException {
        WorkControl control = new WorkControl();
        for (boolean resumed : new boolean[] {true, false}) {
            control.pause();
            CompletableFuture<Boolean> answer = new CompletableFuture<>();
            Thread worker = Thread.ofPlatform().daemon().start(() -> answer.complete(control.mayContinue()));
            while (worker.isAlive() && worker.getState() != Thread.State.WAITING) {
                Thread.yield();
            }
            assertThat(answer).isNotDone();
            if (resumed) {
                control.resume();
            } else {
                control.cancel();
            }
            assertThat(answer.join()).isEqualTo(resumed);
        }
    }

    @Test
    void cancelling_runs_what_waits_for_it_once() throws InterruptedException {
        List<String> ran = new ArrayList<>();
        WorkControl control = new WorkControl();
        Runnable forgotten = () -> ran.add("forgotten");
        control.whenCancelled(forgotten);
        control.whenCancelled(() -> ran.add("kept"));
        control.forget(forgotten);

        control.cancel();
        control.cancel();
        Thread.ofPlatform()
                .start(() -> control.whenCancelled(() -> ran.add("late")))
                .join();

        assertThat(ran).containsExactly("kept", "late");
    }
}
