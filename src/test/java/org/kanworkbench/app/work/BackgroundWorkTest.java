package org.kanworkbench.app.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BackgroundWorkTest {

    private static Stream<Throwable> thrown() {
        return Stream.of(
                new IOException("the disk is full"),
                new ClosedByInterruptException(),
                new IllegalStateException("two\nlines"),
                new NullPointerException(),
                new UnsatisfiedLinkError("no onnxruntime in java.library.path"),
                new OutOfMemoryError("Java heap space"),
                new StackOverflowError());
    }

    /** What nobody hears of leaves a pane busy for ever. */
    @ParameterizedTest
    @MethodSource("thrown")
    void whatever_is_thrown_is_told_in_one_line_and_work_goes_on(Throwable thrown) {
        List<Problem> problems = new ArrayList<>();
        List<String> ends = new ArrayList<>();
        new BackgroundWork(new Threads(Runnable::run, Runnable::run), problems::add)
                .run(
                        "It failed",
                        () -> BackgroundWorkTest.<Runnable, RuntimeException>raise(thrown),
                        () -> ends.add("end"));
        assertThat(ends).containsExactly("end");
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.what()).isEqualTo("It failed");
            assertThat(problem.details()).isNotBlank().doesNotContain("\n");
        });

        List<String> answers = new ArrayList<>();
        NewestFirst<Boolean, String> newest = new NewestFirst<>(
                new Threads(Runnable::run, Runnable::run),
                fails -> fails ? BackgroundWorkTest.<String, RuntimeException>raise(thrown) : "answer",
                (_, answer) -> answers.add(answer),
                ends::add);
        newest.submit(true);
        newest.submit(false);
        assertThat(ends).hasSize(2);
        assertThat(answers).containsExactly("answer");
    }

    /** A chart that is exported says nothing of a table that could not be opened. */
    @Test
    void success_takes_back_what_the_same_work_has_told_and_nothing_else() {
        List<Problem> told = new ArrayList<>();
        BackgroundWork work = new BackgroundWork(new Threads(Runnable::run, Runnable::run), told::add);
        work.run("It failed", () -> () -> {});
        assertThat(told).isEmpty();
        work.run("It failed", () -> {
            throw new IOException("the disk is full");
        });
        work.run("It failed", () -> () -> {});
        work.run("It failed", () -> () -> {});
        assertThat(told).hasSize(2).endsWith((Problem) null);
    }

    /** Of two files that are opened one after the other, the first may take longer to read. */
    @Test
    void what_is_replaced_before_it_ends_is_dropped_with_its_failure() {
        List<Runnable> started = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        List<String> shown = new ArrayList<>();
        AtomicInteger asked = new AtomicInteger();
        BackgroundWork work = new BackgroundWork(new Threads(started::add, Runnable::run), problems::add);
        work.runNewest(asked, "It failed", () -> () -> shown.add("first"));
        work.runNewest(asked, "It failed", () -> {
            throw new IOException("gone");
        });
        work.runNewest(asked, "It failed", () -> () -> shown.add("third"));
        started.reversed().forEach(Runnable::run);
        assertThat(shown).containsExactly("third");
        assertThat(problems).isEmpty();
    }

    /** A unit whose curves could not be computed says nothing of the one that is chosen after it. */
    @Test
    void a_newest_request_that_succeeds_takes_back_what_one_before_it_has_told() {
        ObjectProperty<Problem> problem = new SimpleObjectProperty<>();
        List<Integer> answers = new ArrayList<>();
        NewestFirst<Integer, Integer> newest = new NewestFirst<>(
                new Threads(Runnable::run, Runnable::run),
                divisor -> 12 / divisor,
                (_, answer) -> answers.add(answer),
                problem,
                "It failed");
        newest.submit(0);
        assertThat(problem.get().what()).isEqualTo("It failed");
        newest.submit(3);
        assertThat(problem.get()).isNull();
        assertThat(answers).containsExactly(4);

        newest.submit(0);
        Problem others = new Problem("The table could not be opened", "no such file");
        problem.set(others);
        newest.submit(4);
        assertThat(problem.get()).isSameAs(others);
    }

    @Test
    void what_has_failed_is_not_told_where_a_newer_request_has_been_answered() {
        List<Runnable> ui = new ArrayList<>();
        List<String> told = new ArrayList<>();
        NewestFirst<Integer, Integer> newest = new NewestFirst<>(
                new Threads(Runnable::run, ui::add),
                divisor -> 12 / divisor,
                (_, answer) -> told.add(answer.toString()),
                told::add);
        newest.submit(0);
        newest.submit(3);
        ui.forEach(Runnable::run);
        assertThat(told).containsExactly("4");
    }

    @Test
    void what_a_continuation_refuses_is_told_as_well() {
        List<Problem> problems = new ArrayList<>();
        List<String> ends = new ArrayList<>();
        new BackgroundWork(new Threads(Runnable::run, Runnable::run), problems::add)
                .run(
                        "It failed",
                        () -> () -> {
                            throw new IllegalArgumentException("a run is training");
                        },
                        () -> ends.add("end"));
        assertThat(ends).containsExactly("end");
        assertThat(problems).containsExactly(new Problem("It failed", "a run is training"));
    }

    @SuppressWarnings("unchecked")
    private static <T, E extends Throwable> T raise(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
