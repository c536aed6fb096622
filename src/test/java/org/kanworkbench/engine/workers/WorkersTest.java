package org.kanworkbench.engine.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void every_part_runs_exactly_once_before_run_returns(int threads) {
        AtomicIntegerArray runs = new AtomicIntegerArray(9);
        try (Workers workers = new Workers(threads)) {
            int[] expected = new int[9];
            for (int task = 0; task < 3000; task++) {
                int parts = 1 + task % 9;
                workers.run(parts, runs::incrementAndGet);
                for (int part = 0; part < parts; part++) {
                    expected[part]++;
                }
                for (int part = 0; part < 9; part++) {
                    assertThat(runs.get(part))
                            .as("part %d after task %d", part, task)
                            .isEqualTo(expected[part]);
                }
            }
        }
    }

    @Test
    void of_very_many_cores_some_are_left_alone() {
        try (Workers workers = new Workers(1024)) {
            assertThat(workers.threads()).isEqualTo(256);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void a_spare_task_is_done_once_and_before_it_is_said_to_be(int threads) {
        AtomicIntegerArray runs = new AtomicIntegerArray(5);
        try (Workers workers = new Workers(threads)) {
            int expected = 0;
            for (int round = 0; round < 2000; round++) {
                workers.spare(5, runs::incrementAndGet);
                int tasks = round % 4;
                for (int task = 0; task < tasks; task++) {
                    workers.run(1 + round % 3, _ -> {});
                }
                workers.finishSpare();
                expected++;
                for (int part = 0; part < 5; part++) {
                    assertThat(runs.get(part)).isEqualTo(expected);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void time_lines_have_every_part_of_shared_tasks_within_its_task(int threads) {
        TimeLines lines = new TimeLines(threads, 100);
        try (Workers workers = new Workers(threads)) {
            workers.record(lines);
            workers.run(4, _ -> {});
            workers.run(1, _ -> {});
            workers.run(3, _ -> {});
            workers.record(null);
            workers.run(5, _ -> {});
        }
        List<TimeLines.Span> wholes =
                lines.of(0).stream().filter(span -> span.part() < 0).toList();
        List<TimeLines.Span> parts = IntStream.range(0, threads)
                .mapToObj(lines::of)
                .flatMap(List::stream)
                .filter(span -> span.part() >= 0)
                .toList();
        assertThat(wholes).extracting(TimeLines.Span::task).containsExactly(0, 1);
        assertThat(parts)
                .extracting(span -> 10 * span.task() + span.part())
                .containsExactlyInAnyOrder(0, 1, 2, 3, 10, 11, 12);
        assertThat(parts).allSatisfy(part -> {
            TimeLines.Span whole = wholes.get(part.task());
            assertThat(part.from()).isBetween(whole.from(), part.to());
            assertThat(part.to()).isLessThanOrEqualTo(whole.to());
        });
        assertThat(lines.handOffs()).isEqualTo(threads == 1 ? 0 : 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void a_failing_part_fails_the_task_and_leaves_the_workers_usable(int threads) {
        try (Workers workers = new Workers(threads)) {
            assertThatThrownBy(() -> workers.run(8, part -> {
                        if (part == 5) {
                            throw new IllegalArgumentException("part five");
                        }
                    }))
                    .hasMessageContaining("part five");
            AtomicIntegerArray runs = new AtomicIntegerArray(8);
            workers.run(8, runs::incrementAndGet);
            for (int part = 0; part < 8; part++) {
                assertThat(runs.get(part)).isEqualTo(1);
            }
        }
    }

    @Test
    void too_little_memory_for_a_part_is_told_as_such() {
        try (Workers workers = new Workers(2)) {
            assertThatThrownBy(() -> workers.run(8, part -> {
                        throw new OutOfMemoryError("part " + part);
                    }))
                    .isInstanceOf(OutOfMemoryError.class);
        }
    }
}
