package org.kanworkbench.app.randomuser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxToolkit;

/**
 * A random user goes through the whole window, restarts included, and every rule holds after every step. A walk that finds
 * something is shrunk to the steps that lead to it. {@code -Drandom.actions=100000 -Drandom.seed=7} for a long walk;
 * {@code -Drandom.shrink=0} tells findings as they were met, {@code -Drandom.onward=true} goes on after one.
 */
class RandomUserTest {

    /** In the suite; long walks are by command. */
    private static final int ACTIONS = Integer.getInteger("random.actions", 2_000);

    private static final long SEED = Long.getLong("random.seed", 1);

    /** Seconds for each finding. */
    private static final int SHRINK = Integer.getInteger("random.shrink", 60);

    private static final boolean ONWARD = Boolean.getBoolean("random.onward");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private Path files;
    private int windows;

    @BeforeAll
    static void startToolkit() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
    }

    @Test
    void whatever_a_person_does_every_rule_holds() throws Exception {
        files = Files.createDirectories(folder.resolve("files"));
        WalkFiles.write(files);
        List<String> journeys = new ArrayList<>();
        try (Complaints complaints = new Complaints()) {
            long from = System.nanoTime();
            List<Finding> findings;
            try (WalkWindow window = open(complaints)) {
                findings = new Walk(window, files, complaints).run(new Chooser(SEED), ACTIONS, ONWARD);
            }
            System.out.printf(
                    "%,d actions, %d findings, %.1f s%n", ACTIONS, findings.size(), (System.nanoTime() - from) / 1e9);
            for (Finding finding : findings) {
                Finding shown = SHRINK == 0
                        ? new Finding(finding.rule(), finding.message(), last(finding.steps()))
                        : new Shrinker((steps, wanted) -> replay(steps, wanted, complaints), SHRINK).shrink(finding);
                journeys.add(shown.journey(SEED));
                System.out.println(journeys.getLast());
            }
        }
        assertThat(journeys).isEmpty();
    }

    private static List<Step> last(List<Step> steps) {
        return steps.subList(Math.max(0, steps.size() - 12), steps.size());
    }

    private Optional<Finding> replay(List<Step> steps, Finding wanted, Complaints complaints) throws Exception {
        complaints.take();
        try (WalkWindow window = open(complaints)) {
            return new Walk(window, files, complaints).replay(steps, wanted);
        }
    }

    private WalkWindow open(Complaints complaints) throws Exception {
        return new WalkWindow(Files.createDirectories(folder.resolve("home" + windows++)), files, complaints);
    }
}
