package org.kanworkbench.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.runs.Queued;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.store.RunStore;

/** The test's thread is the interface thread. */
@Timeout(60)
class WorkQueueTest {

    private final BlockingQueue<Runnable> ui = new LinkedBlockingQueue<>();
    private final List<String> begun = new ArrayList<>();
    private final BooleanProperty busy = new SimpleBooleanProperty();
    private Workspace workspace;
    private WorkQueue queue;

    @TempDir
    private Path home;

    @BeforeEach
    void open() throws InterruptedException {
        begun.clear();
        busy.set(false);
        workspace = new Workspace();
        queue = workspace.queue;
        queue.serve(RunKind.TRAINING, busy, (work, turn) -> {
            if (work.title().startsWith("bad")) {
                turn.refused("no such file");
            } else {
                begun.add(work.title());
                busy.set(true);
                turn.began(100 + begun.size());
            }
        });
        workspace.library.open(home, ui::add);
        until(workspace.library::settled);
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    private void until(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            ui.take().run();
        }
    }

    private void reopen() throws InterruptedException {
        close();
        ui.clear();
        open();
    }

    /** What runs ends. */
    private void end() throws InterruptedException {
        busy.set(false);
        AtomicBoolean told = new AtomicBoolean();
        ui.add(() -> told.set(true));
        until(told::get);
    }

    private void add(String... titles) {
        for (String title : titles) {
            queue.add(List.of(Queued.training(title, "{}")));
        }
    }

    private List<String> titles() {
        return queue.works().stream().map(Queued::title).toList();
    }

    @Test
    void what_waits_begins_one_after_the_other_once_somebody_starts_it() throws Exception {
        add("a", "b", "c");
        assertThat(begun).isEmpty();
        queue.move(queue.works().get(2), -1);
        queue.resume();
        assertThat(begun).containsExactly("a");
        queue.move(queue.works().get(2), -5);
        assertThat(titles()).as("none gets before what runs").containsExactly("a", "b", "c");
        end();
        assertThat(begun).containsExactly("a", "b");
        queue.pause();
        end();
        assertThat(begun).containsExactly("a", "b");
        assertThat(titles()).containsExactly("c");
        queue.resume();
        end();
        assertThat(begun).containsExactly("a", "b", "c");
        assertThat(titles()).isEmpty();
        assertThat(queue.goingProperty().get()).isFalse();
    }

    @Test
    void what_is_added_while_something_trains_waits_for_its_end() throws Exception {
        busy.set(true);
        add("a");
        queue.resume();
        assertThat(begun).isEmpty();
        end();
        assertThat(begun).containsExactly("a");
    }

    @Test
    void a_queue_that_was_paused_stays_so_when_something_is_added() throws Exception {
        add("a", "b");
        queue.resume();
        queue.pause();
        add("c");
        end();
        assertThat(begun).containsExactly("a");
        assertThat(titles()).containsExactly("b", "c");
        queue.resume();
        assertThat(begun).containsExactly("a", "b");
    }

    @Test
    void what_is_still_being_read_does_not_begin_once_the_queue_is_paused() {
        List<WorkQueue.Turn> turns = new ArrayList<>();
        queue.serve(RunKind.TRAINING, busy, (_, turn) -> turns.add(turn));
        add("a", "b");
        queue.resume();
        assertThat(turns).singleElement().matches(WorkQueue.Turn::wanted);
        queue.pause();
        assertThat(turns.getFirst().wanted()).isFalse();
        assertThat(queue.currentProperty().get()).isNull();
        turns.getFirst().refused("gone meanwhile");
        assertThat(queue.problem(queue.works().getFirst())).isEmpty();

        queue.resume();
        assertThat(turns).hasSize(2);
        assertThat(turns.getFirst().wanted()).as("read before").isFalse();
        turns.getLast().began(7);
        assertThat(queue.currentProperty().get().run()).isEqualTo(7);
        queue.pause();
        assertThat(queue.currentProperty().get()).as("what runs goes on").isNotNull();
    }

    @Test
    void a_search_that_begins_although_the_queue_was_paused_while_it_was_prepared_is_the_first() throws Exception {
        List<WorkQueue.Turn> turns = new ArrayList<>();
        queue.serve(RunKind.TRAINING, busy, (_, turn) -> turns.add(turn));
        add("a", "b");
        queue.resume();
        busy.set(true);
        queue.pause();
        queue.remove(queue.works().getFirst());
        turns.getFirst().began(0);
        assertThat(titles()).containsExactly("a", "b");
        end();
        assertThat(titles()).containsExactly("b");
    }

    @Test
    void what_has_ended_no_longer_runs_while_work_of_another_kind_goes_on() throws Exception {
        BooleanProperty searching = new SimpleBooleanProperty();
        queue.serve(RunKind.SEARCH, searching, (_, _) -> {});
        add("a", "b");
        queue.resume();
        searching.set(true);
        end();
        assertThat(queue.currentProperty().get()).isNull();
        assertThat(titles()).containsExactly("b");
        assertThat(begun).containsExactly("a");
        searching.set(false);
        end();
        assertThat(begun).containsExactly("a", "b");
    }

    @Test
    void what_cannot_start_stays_with_its_reason_and_lets_the_next_begin() throws Exception {
        add("bad", "b");
        queue.resume();
        assertThat(begun).containsExactly("b");
        end();
        assertThat(titles()).containsExactly("bad");
        assertThat(queue.problem(queue.works().getFirst())).isEqualTo("no such file");
        assertThat(queue.goingProperty().get()).isFalse();
    }

    @Test
    void it_is_the_same_after_a_restart_and_what_the_restart_stopped_is_its_first() throws Exception {
        add("a", "b", "c");
        queue.move(queue.works().get(2), -1);
        queue.resume();
        queue.hold();
        end();
        reopen();
        assertThat(titles()).containsExactly("a", "c", "b");
        assertThat(queue.works().getFirst().run()).isEqualTo(101);
        assertThat(queue.goingProperty().get()).isFalse();
        queue.resume();
        assertThat(begun).containsExactly("a");
        end();
        end();
        Queued last = queue.works().getFirst();
        queue.pause();
        end();
        assertThat(titles()).isEmpty();
        queue.restore(last, 3);
        reopen();
        assertThat(titles()).containsExactly("b");
    }

    @Test
    void what_was_taken_away_does_not_come_back_when_the_store_is_repaired() throws Exception {
        add("a", "b");
        reopen();
        queue.remove(queue.works().getFirst());
        AtomicBoolean repaired = new AtomicBoolean();
        workspace.library.repair(_ -> repaired.set(true));
        until(repaired::get);
        assertThat(titles()).containsExactly("b");
        reopen();
        assertThat(titles()).containsExactly("b");
    }

    @Test
    void a_window_that_may_only_read_has_no_queue() throws Exception {
        add("a");
        reopen();
        Workspace second = new Workspace();
        second.library.open(home, ui::add);
        until(second.library::settled);
        second.queue.add(List.of(Queued.training("b", "{}")));
        second.close();
        reopen();
        assertThat(titles()).containsExactly("a");
        close();
        try (RunStore store = RunStore.open(home)) {
            assertThat(store.queued()).hasSize(1);
        }
    }
}
