package org.kanworkbench.app.randomuser;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Finds fewer steps that lead to the same finding, each time in a fresh window, for as long as there is time. */
final class Shrinker {

    /** Does steps in a fresh window; the finding again, if they lead to it. */
    interface Replay {
        Optional<Finding> run(List<Step> steps, Finding wanted) throws Exception;
    }

    /** Steps that are told of what could not be shrunk. */
    private static final int TOLD = 25;

    private static final int[] LAST = {5, 15, 40, 120, 400, 1_500};

    private final Replay replay;
    private final long end;

    /** @param seconds after which it begins no further try */
    Shrinker(Replay replay, int seconds) {
        this.replay = replay;
        this.end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }

    /** The shortest that was found; its last steps where they did not lead to it again. */
    Finding shrink(Finding found) throws Exception {
        for (int last : LAST) {
            int from = Math.max(0, found.steps().size() - last);
            Optional<Finding> again =
                    attempt(found.steps().subList(from, found.steps().size()), found);
            if (again.isPresent()) {
                return less(again.get());
            }
            if (from == 0) {
                break;
            }
        }
        return new Finding(
                found.rule(),
                found.message() + "\n  (not met again within the time: these are the last of "
                        + found.steps().size() + " steps)",
                found.steps()
                        .subList(
                                Math.max(0, found.steps().size() - TOLD),
                                found.steps().size()));
    }

    /** Delta debugging: leaves out chunk after chunk, each time smaller ones. */
    private Finding less(Finding first) throws Exception {
        Finding best = first;
        int chunk = Math.max(1, best.steps().size() / 2);
        while (chunk >= 1 && System.nanoTime() < end) {
            boolean shorter = false;
            for (int at = 0; at < best.steps().size() && System.nanoTime() < end; ) {
                List<Step> fewer = new ArrayList<>(best.steps());
                fewer.subList(at, Math.min(at + chunk, fewer.size())).clear();
                Optional<Finding> again = attempt(fewer, best);
                if (again.isPresent()) {
                    best = again.get();
                    shorter = true;
                } else {
                    at += chunk;
                }
            }
            if (chunk == 1 && !shorter) {
                break;
            }
            chunk = shorter ? chunk : chunk / 2;
            chunk = Math.min(chunk, Math.max(1, best.steps().size() / 2));
        }
        return best;
    }

    private Optional<Finding> attempt(List<Step> steps, Finding wanted) throws Exception {
        return steps.isEmpty() || System.nanoTime() > end ? Optional.empty() : replay.run(List.copyOf(steps), wanted);
    }
}
