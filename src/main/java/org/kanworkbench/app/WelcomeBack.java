package org.kanworkbench.app;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.beans.InvalidationListener;
import javafx.collections.ObservableList;
import org.kanworkbench.app.session.Notice;
import org.kanworkbench.app.session.RunLibrary;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.NewestFirst;
import org.kanworkbench.runs.Queued;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.store.RunStore;

/**
 * Reopens what was open when the window was closed, one by one, and reports interrupted runs. Use on the interface
 * thread only.
 */
final class WelcomeBack {

    /** More would cover the pane. */
    private static final int MOST_TOLD = 2;

    private final Workspace workspace;
    private final Panes panes;
    private final Deque<Runnable> remaining;
    private boolean begun;

    private WelcomeBack(Workspace workspace, Panes panes) {
        this.workspace = workspace;
        this.panes = panes;
        remaining = new ArrayDeque<>(workspace.session.<Runnable>open(
                run -> () -> panes.ofRuns().reopen(run, this::next),
                file -> () -> panes.reopen(file, () -> Platform.runLater(this::next))));
    }

    /** Starts when store and data are available. */
    static void whenReady(Workspace workspace, Panes panes) {
        WelcomeBack back = new WelcomeBack(workspace, panes);
        InvalidationListener look = _ -> back.look();
        workspace.library.stateProperty().addListener(look);
        workspace.datasetProperty().addListener(look);
        back.look();
    }

    private void look() {
        if (!begun && workspace.library.settled() && workspace.datasetProperty().get() != null) {
            begun = true;
            tellOfInterrupted();
            tellOfQueue();
            Optional.ofNullable(workspace.library.storeProperty().get()).ifPresent(store -> {
                store.cautions().forEach(workspace::tell);
                if (store.readOnly()) {
                    workspace.tell("Runs of this window are not kept: " + store.refusal());
                }
            });
            // Only a quantisation needs its model, and models may take seconds.
            bringBack(EnumSet.complementOf(EnumSet.of(RunKind.QUANTISATION)));
            next();
        }
    }

    private void bringBack(Set<RunKind> kinds) {
        workspace.session.shown(kinds).forEach(run -> panes.ofRuns().bringBack(run));
    }

    private void next() {
        if (remaining.isEmpty()) {
            workspace.session.reopening.set(false);
            InvalidationListener note = _ -> workspace.session.note(workspace.models(), workspace.graphs());
            note.invalidated(null);
            workspace.models().addListener(note);
            workspace.graphs().addListener(note);
            bringBack(EnumSet.of(RunKind.QUANTISATION));
        } else {
            remaining.poll().run();
        }
    }

    private void tellOfInterrupted() {
        workspace.library.interruptedProperty().get().reversed().stream()
                .filter(run -> switch (run.description().kind()) {
                    case TRAINING -> !run.ofSearch();
                    case SWEEP, SEARCH, FORMULA -> true;
                    case QUANTISATION, IMPORTED -> false;
                })
                .filter(run -> workspace.queue.works().stream().noneMatch(work -> work.run() == run.id()))
                .limit(MOST_TOLD)
                .forEach(this::tellOf);
    }

    /** Until the run goes on, from wherever it is resumed. */
    private void tellOf(StoredRun run) {
        Notice notice = Notice.asking(sentence(run), action(run));
        workspace.notices.add(notice);
        RunLibrary library = workspace.library;
        NewestFirst<RunStore, Boolean> reading = new NewestFirst<>(
                workspace.threads(),
                store -> interrupted(store, run),
                (_, still) -> {
                    if (!still) {
                        workspace.notices.remove(notice);
                    }
                },
                _ -> {});
        library.revisionProperty().addListener(_ -> {
            if (workspace.notices.contains(notice) && library.storeProperty().get() != null) {
                reading.submit(library.storeProperty().get());
            }
        });
    }

    private static boolean interrupted(RunStore store, StoredRun run) {
        try {
            return store.run(run.id())
                    .filter(now -> now.state() == RunState.INTERRUPTED)
                    .isPresent();
        } catch (StoreException _) {
            // Runs tells of it.
            return true;
        }
    }

    /** A sweep and a search are resumed from their panes, a search for a formula is repeated from its own. */
    private Notice.Action action(StoredRun run) {
        return run.description().kind() == RunKind.TRAINING
                ? new Notice.Action("Resume", () -> panes.ofRuns().resume(run.id()))
                : new Notice.Action("Open", () -> panes.ofRuns().open(run.id()));
    }

    private void tellOfQueue() {
        ObservableList<Queued> waiting = workspace.queue.works();
        if (!waiting.isEmpty()) {
            Notice notice = Notice.asking(
                    Stream.of(
                                            counted(waiting, RunKind.TRAINING, "training", "trainings"),
                                            counted(waiting, RunKind.SEARCH, "search", "searches"))
                                    .filter(text -> !text.isEmpty())
                                    .collect(Collectors.joining(" and "))
                            + (waiting.size() == 1 ? " waits" : " wait") + " in the queue." + begun(waiting),
                    new Notice.Action("Resume queue", workspace.queue::resume));
            workspace.notices.add(notice);
            InvalidationListener over = _ -> {
                if (workspace.queue.goingProperty().get() || waiting.isEmpty()) {
                    workspace.notices.remove(notice);
                }
            };
            workspace.queue.goingProperty().addListener(over);
            waiting.addListener(over);
        }
    }

    /** Which of them had begun and was interrupted; empty for none. */
    private String begun(List<Queued> waiting) {
        return workspace.library.interruptedProperty().get().stream()
                .filter(run -> waiting.stream().anyMatch(work -> work.run() == run.id()))
                .map(run -> " Run " + run.id() + " among them was interrupted.")
                .collect(Collectors.joining());
    }

    /** Empty for none. */
    private static String counted(List<Queued> works, RunKind kind, String one, String several) {
        long count = works.stream().filter(work -> work.kind() == kind).count();
        return count == 0 ? "" : count + " " + (count == 1 ? one : several);
    }

    private static String sentence(StoredRun run) {
        return "Run " + run.id() + " (" + run.description().preset() + ", "
                + run.description().dataset() + ") was interrupted at "
                + String.format(Locale.ROOT, "%s %,d", run.description().kind().part(), (long) Math.floor(run.epochs()))
                // How many stages a search for a formula has nobody knows before.
                + (run.description().plannedEpochs() == 0
                        ? "."
                        : String.format(
                                Locale.ROOT, " of %,d.", run.description().plannedEpochs()));
    }
}
