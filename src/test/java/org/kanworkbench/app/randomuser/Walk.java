package org.kanworkbench.app.randomuser;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javafx.geometry.Bounds;
import org.kanworkbench.app.shell.PaneWalk;
import org.kanworkbench.bench.window.FxThread;

/** Does step after step in a window, and looks after each whether the rules hold. */
final class Walk {

    private static final int COSTLY_EVERY = 10;
    private static final int FRAMES_EVERY = 5;

    /** The system tells of a new size some frames later, and parts follow each other's. */
    private static final int FRAMES_OF_RESIZING = 8;

    private static final int MOST_LOOKS = 8;

    private static final long BACKGROUND_MS = 200;

    /** So long may it take until what was done is shown everywhere. */
    private static final long SETTLE_MS = 4_000;

    /** After so many steps with a job going, the random user stops it: else a walk would watch one sweep. */
    private static final int LONGEST_JOB = 60;

    /** Steps that are told where a walk cannot go on. */
    private static final int LAST = 25;

    private final WalkWindow window;
    private final Hands hands;
    private final Complaints complaints;
    private final List<Rule> rules = new ArrayList<>(Rules.all());
    private final Busy busy = new Busy();
    private final List<Step> done = new ArrayList<>();
    private final Map<String, Finding> findings = new LinkedHashMap<>();
    private int withJob;

    Walk(WalkWindow window, Path files, Complaints complaints) {
        this.window = window;
        this.hands = new Hands(window, files);
        rules.add(new Rule("nothing moves under the pointer", false, _ -> hands.slipped()));
        this.complaints = complaints;
    }

    /** The distinct findings of a walk, first to last. */
    List<Finding> run(Chooser chooser, int actions, boolean goOn) throws InterruptedException {
        try {
            while (done.size() < actions && (goOn || findings.isEmpty())) {
                step(next(chooser));
            }
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    "after %d steps, the last of them %s".formatted(done.size(), lastDone()), e);
        }
        return List.copyOf(findings.values());
    }

    private List<Step> lastDone() {
        return done.subList(Math.max(0, done.size() - LAST), done.size());
    }

    private Step next(Chooser chooser) throws InterruptedException {
        if (busy.shown()) {
            withJob++;
        } else {
            withJob = 0;
        }
        if (withJob > LONGEST_JOB) {
            withJob = 0;
            Optional<Step> stop = window.call(() -> new Targets(window.stage())
                    .all().stream()
                            .filter(t -> List.of(
                                            "#stop",
                                            "#noise-stop",
                                            "#formulas-stop",
                                            "#search-stop",
                                            "#compare-stop",
                                            "#quantize-cancel",
                                            "#status-job")
                                    .contains(t.path()))
                            .findFirst()
                            .map(t -> Step.at(Step.Act.CLICK, t, 0.5, 0.5, 0, 0, 0)));
            if (stop.isPresent()) {
                // Where the job is another pane's, the status line leads there, and next time its Stop is there.
                withJob = stop.get().target().equals("#status-job") ? LONGEST_JOB : 0;
                return stop.get();
            }
        }
        return window.call(() -> chooser.next(new Targets(window.stage())));
    }

    /** What these steps lead to, if it is the same finding: no other rule is looked at. */
    Optional<Finding> replay(List<Step> steps, Finding wanted) throws InterruptedException {
        rules.removeIf(rule -> !rule.name().equals(wanted.rule()));
        for (Step step : steps) {
            perform(step);
            look(true);
            if (findings.containsKey(wanted.key())) {
                return Optional.of(findings.get(wanted.key()));
            }
        }
        return Optional.empty();
    }

    private void step(Step step) throws InterruptedException {
        perform(step);
        boolean costly = done.size() % COSTLY_EVERY == 0 || step.act() == Step.Act.RESTART;
        if (costly) {
            window.happens(window::idle, BACKGROUND_MS);
        }
        look(costly);
    }

    private void perform(Step step) throws InterruptedException {
        done.add(step);
        String amiss = hands.perform(step);
        if (!amiss.isEmpty()) {
            note("starts again", amiss);
        }
        if (step.act() == Step.Act.RESIZE) {
            comeToRest();
        } else if (done.size() % FRAMES_EVERY == 0) {
            FxThread.frames(2);
        }
    }

    /** The toolkit hands on a new width and a new height when it comes to them, and a pane may follow a frame later. */
    private void comeToRest() throws InterruptedException {
        List<Bounds> before = List.of();
        List<Bounds> now = window.call(this::places);
        // What is played back never rests.
        for (int looks = 0; looks < MOST_LOOKS && !now.equals(before); looks++) {
            before = now;
            FxThread.frames(FRAMES_OF_RESIZING);
            now = window.call(this::places);
        }
    }

    private List<Bounds> places() {
        return PaneWalk.visible(window.scene().getRoot())
                .filter(node -> node.getId() != null)
                .map(node -> node.localToScene(node.getLayoutBounds()))
                .toList();
    }

    private void look(boolean costly) throws InterruptedException {
        Map<Rule, List<String>> broken = window.call(() -> {
            Map<Rule, List<String>> now = new LinkedHashMap<>();
            rules.stream()
                    .filter(rule -> costly || !rule.costly())
                    .forEach(rule -> now.put(rule, rule.broken().apply(window)));
            busy.look(window);
            return now;
        });
        complaints.take().forEach(heard -> note("nothing fails unseen", heard));
        busy.stuck().ifPresent(what -> note("nothing is busy for ever", what));
        for (Map.Entry<Rule, List<String>> found : broken.entrySet()) {
            Rule rule = found.getKey();
            AtomicReference<List<String>> last = new AtomicReference<>(found.getValue());
            boolean holds = !isNew(rule, found.getValue())
                    || window.happens(
                            () -> {
                                last.set(rule.broken().apply(window));
                                return !isNew(rule, last.get());
                            },
                            SETTLE_MS);
            if (!holds) {
                last.get().forEach(what -> note(rule.name(), what));
            }
        }
    }

    private boolean isNew(Rule rule, List<String> broken) {
        return broken.stream().anyMatch(what -> !findings.containsKey(new Finding(rule.name(), what, List.of()).key()));
    }

    private void note(String rule, String message) {
        Finding finding = new Finding(rule, message, List.copyOf(done));
        if (findings.putIfAbsent(finding.key(), finding) == null) {
            System.out.println("After " + done.size() + " steps: " + rule + ": " + message);
            done.subList(Math.max(0, done.size() - 12), done.size()).forEach(System.out::println);
        }
    }
}
