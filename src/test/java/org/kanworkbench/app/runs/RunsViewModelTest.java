package org.kanworkbench.app.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.chart.PlotSeries.Line;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.runs.run.RunInk;
import org.kanworkbench.app.session.Notice;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.RunQuery.Sort;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.store.RunStore;

/** The list without a window; the test's thread is the interface thread. */
@Timeout(60)
class RunsViewModelTest {

    private final BlockingQueue<Runnable> ui = new LinkedBlockingQueue<>();
    private final Workspace workspace = new Workspace();

    @TempDir
    private Path folder;

    @AfterEach
    void close() throws InterruptedException {
        workspace.close();
        // A search that nobody waits for may still have the store's files open.
        assertThat(workspace.background().awaitTermination(30, TimeUnit.SECONDS))
                .isTrue();
    }

    private RunsViewModel open() throws InterruptedException {
        RunsViewModel viewModel = new RunsViewModel(workspace, new Threads(workspace.background(), ui::add));
        workspace.library.open(folder, ui::add);
        until(() -> viewModel.readProperty().get());
        return viewModel;
    }

    private void until(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            ui.take().run();
        }
    }

    private static List<Long> seeds(List<StoredRun> runs) {
        return runs.stream().map(run -> run.description().seed()).toList();
    }

    private void fill(int runs) throws Exception {
        try (RunStore store = RunStore.open(folder)) {
            KeptToyRuns.list(store, runs);
            for (StoredRun run : store.list(RunQuery.NEWEST.page(0, runs))) {
                store.end(run.id(), RunState.FINISHED, run.description().seed(), "");
            }
        }
    }

    @Test
    void pages_come_one_after_the_other_until_all_runs_are_there() throws Exception {
        fill(RunQuery.PAGE + 50);
        RunsViewModel viewModel = open();
        assertThat(viewModel.rows).hasSize(RunQuery.PAGE);
        assertThat(viewModel.totalProperty().get()).isEqualTo(RunQuery.PAGE + 50);
        viewModel.more();
        viewModel.more();
        until(() -> viewModel.rows.size() > RunQuery.PAGE);
        assertThat(seeds(viewModel.rows))
                .hasSize(RunQuery.PAGE + 50)
                .doesNotHaveDuplicates()
                .startsWith(RunQuery.PAGE + 49L)
                .endsWith(0L);
        viewModel.more();
        assertThat(ui).as("nothing more to read").isEmpty();
    }

    @Test
    void search_kind_and_order_are_asked_of_the_store() throws Exception {
        fill(40);
        RunsViewModel viewModel = open();
        viewModel.ask(query -> query.withText("mlp finished"));
        until(() -> viewModel.totalProperty().get() == 20);
        assertThat(viewModel.rows).allMatch(run -> run.description().preset().equals("mlp"));
        viewModel.ask(query -> query.withSort(Sort.PARAMETERS, false));
        until(() -> viewModel.rows.getFirst().description().seed() == 1);
        assertThat(seeds(viewModel.rows)).isSorted();
        viewModel.ask(query -> query.withKinds(List.of(RunKind.SWEEP)));
        until(() -> viewModel.totalProperty().get() == 0);
        viewModel.ask(query -> query.withKinds(List.of()));
        viewModel.ask(query -> query.withText(""));
        until(() -> viewModel.totalProperty().get() == 40);
    }

    @Test
    void of_fast_searches_the_last_one_is_shown() throws Exception {
        fill(40);
        RunsViewModel viewModel = open();
        viewModel.ask(query -> query.withText("kal-net"));
        viewModel.ask(query -> query.withText("mlp"));
        until(() -> viewModel.totalProperty().get() == 20);
        assertThat(viewModel.rows).allMatch(run -> run.description().preset().equals("mlp"));
    }

    @Test
    void deleted_runs_go_and_come_back() throws Exception {
        fill(3);
        RunsViewModel viewModel = open();
        viewModel.selected.setAll(viewModel.rows.subList(0, 2));
        viewModel.delete();
        until(() -> viewModel.totalProperty().get() == 1);
        Notice notice = workspace.notices.getFirst();
        assertThat(notice.text()).isEqualTo("2 runs deleted. Undo until you close the window.");
        assertThat(notice.stays()).isTrue();
        notice.actions().getFirst().run().run();
        until(() -> viewModel.totalProperty().get() == 3);
    }

    @Test
    void deleted_runs_cannot_come_back_once_the_store_is_opened_anew() throws Exception {
        fill(3);
        RunsViewModel viewModel = open();
        viewModel.selected.setAll(viewModel.rows.subList(0, 2));
        viewModel.delete();
        until(() -> viewModel.totalProperty().get() == 1);
        assertThat(workspace.notices).hasSize(1);
        AtomicBoolean repaired = new AtomicBoolean();
        workspace.library.repair(_ -> repaired.set(true));
        until(() -> repaired.get() && viewModel.readProperty().get());
        assertThat(workspace.notices).isEmpty();
    }

    @Test
    void notes_and_tags_are_kept() throws Exception {
        fill(1);
        RunsViewModel viewModel = open();
        viewModel.annotate(viewModel.rows.getFirst(), "much too slow", List.of("slow", "first"));
        until(() -> !viewModel.rows.getFirst().notes().isEmpty());
        assertThat(viewModel.rows.getFirst().tags()).containsExactly("slow", "first");
        viewModel.ask(query -> query.withText("too first"));
        until(() -> viewModel.queryProperty().get().text().equals("too first"));
        assertThat(viewModel.totalProperty().get()).isEqualTo(1);
    }

    @Test
    void what_another_window_writes_can_be_read_but_not_changed() throws Exception {
        fill(2);
        try (RunStore other = RunStore.open(folder)) {
            RunsViewModel viewModel = open();
            viewModel.selected.setAll(viewModel.rows);
            viewModel.delete();
            until(() -> viewModel.problem.get() != null);
            assertThat(viewModel.problem.get().details()).contains("open in another window");
            assertThat(viewModel.rows).hasSize(2);
            assertThat(other.count(RunQuery.NEWEST)).isEqualTo(2);
        }
    }

    @Test
    void a_run_that_is_still_trained_is_not_deleted() throws Exception {
        RunsViewModel viewModel = open();
        KeptToyRuns.list(workspace.library.storeProperty().get(), 1);
        workspace.library.changed();
        until(() -> viewModel.totalProperty().get() == 1);
        viewModel.selected.setAll(viewModel.rows);
        viewModel.delete();
        assertThat(workspace.notices).isEmpty();
        assertThat(ui).isEmpty();
    }

    @Test
    void a_list_that_is_made_when_the_store_is_open_by_now_has_its_runs() throws Exception {
        fill(3);
        workspace.library.open(folder, ui::add);
        until(() -> workspace.library.storeProperty().get() != null);

        RunsViewModel late = new RunsViewModel(workspace, new Threads(workspace.background(), ui::add));

        until(() -> late.readProperty().get());
        assertThat(late.rows).hasSize(3);
    }

    @Test
    void selected_runs_have_the_colour_that_they_have_in_other_panes_and_never_look_alike() throws Exception {
        fill(30);
        RunsViewModel viewModel = open();
        StoredRun third = viewModel.rows.get(2);
        int elsewhere = workspace
                .open("kal-net", OptionalLong.of(third.id()), KeptToyRuns.MOONS.load())
                .series();
        assertThat(viewModel.ink(third)).contains(new RunInk(elsewhere, Line.DENSE));
        assertThat(viewModel.ink(viewModel.rows.get(3))).isEmpty();

        viewModel.selected.setAll(viewModel.rows.subList(1, 4));

        assertThat(viewModel.inks().get(third.id()).series()).isEqualTo(elsewhere);
        int second = viewModel.inks().get(viewModel.rows.get(1).id()).series();
        viewModel.selected.setAll(viewModel.rows.get(3), viewModel.rows.get(1));
        assertThat(viewModel.inks().get(viewModel.rows.get(1).id()).series())
                .as("whatever its place in the selection")
                .isEqualTo(second);
        viewModel.selected.setAll(viewModel.rows.subList(10, 22));
        viewModel.selected.setAll(viewModel.rows.subList(2, 14));
        assertThat(viewModel.inks().values()).hasSize(12).doesNotHaveDuplicates();
        List<StoredRun> many = viewModel.rows.subList(0, CompareViewModel.MOST);
        assertThat(RunInk.of(many, workspace.colours).values())
                .hasSize(CompareViewModel.MOST)
                .doesNotHaveDuplicates();
    }

    @Test
    void a_new_name_is_kept_shown_in_all_panes_and_searched() throws Exception {
        fill(2);
        RunsViewModel viewModel = open();
        StoredRun run = viewModel.rows.getFirst();
        OpenModel model = workspace.open(run.shownTitle(), OptionalLong.of(run.id()), KeptToyRuns.MOONS.load());

        viewModel.rename(run, " Wide and slow ");

        until(() -> viewModel.rows.getFirst().title().equals("Wide and slow"));
        assertThat(model.name()).isEqualTo("Wide and slow #" + run.id());
        viewModel.ask(query -> query.withText("slow"));
        until(() -> viewModel.totalProperty().get() == 1);
        viewModel.rename(viewModel.rows.getFirst(), run.description().preset());
        until(() -> viewModel.totalProperty().get() == 0);
        assertThat(model.name()).isEqualTo(run.shownName());
    }

    @Test
    void a_damaged_store_is_announced_and_repaired_by_the_notice() throws Exception {
        Files.writeString(folder.resolve("store.db"), "no database, but longer than its header is ".repeat(40));
        RunsViewModel viewModel = new RunsViewModel(workspace, new Threads(workspace.background(), ui::add));
        workspace.library.open(folder, ui::add);
        until(() -> !workspace.notices.isEmpty());
        Notice notice = workspace.notices.getFirst();
        assertThat(notice.text()).contains("damaged");
        assertThat(notice.actions()).extracting(Notice.Action::label).containsExactly("Repair");

        notice.actions().getFirst().run().run();

        until(() -> viewModel.readProperty().get()
                && !workspace.notices.isEmpty()
                && workspace.notices.getLast().text().startsWith("Run store repaired"));
        assertThat(workspace.notices).doesNotContain(notice);
    }

    @Test
    void a_change_while_compared_runs_are_read_is_not_missed() throws Exception {
        fill(2);
        RunsViewModel viewModel = open();
        CompareViewModel compare = new CompareViewModel(viewModel);
        viewModel.selected.setAll(viewModel.rows);
        compare.compare();
        until(() -> compare.runs().size() == 2);
        RunStore store = workspace.library.storeProperty().get();
        long run = compare.runs().getFirst().id();
        until(ui::isEmpty);
        workspace.library.changed();
        ui.take().run();
        // The list and the comparison have been read, and are still to be shown.
        List<Runnable> read = List.of(ui.take(), ui.take());
        store.rename(run, "renamed");
        workspace.library.changed();
        ui.take().run();
        read.forEach(Runnable::run);
        until(() -> compare.names().contains("renamed #" + run));
    }
}
