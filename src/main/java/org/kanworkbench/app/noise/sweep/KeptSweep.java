package org.kanworkbench.app.noise.sweep;

import java.util.List;
import java.util.Optional;
import org.kanworkbench.app.KeptWork;
import org.kanworkbench.app.RunLibrary;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.noise.report.SweepRun;
import org.kanworkbench.noise.sweep.FinishedFit;
import org.kanworkbench.noise.sweep.SweepConfiguration;
import org.kanworkbench.runs.RunState;

/** A sweep of the window that goes on, and is kept in the run store. */
record KeptSweep(Optional<KeptWork> work, SweepConfiguration configuration) {

    static KeptSweep begin(RunLibrary library, PreparedSweep sweep) {
        SweepConfiguration configuration = sweep.plan().configuration();
        Optional<KeptWork> work;
        try {
            work = Optional.of(library.keepOn(SweepRun.begun(configuration), sweep.done()));
        } catch (SaveException _) {
            work = Optional.empty();
        }
        return new KeptSweep(work, configuration);
    }

    /** Tells how many fits are done. */
    void progress(int done) {
        work.ifPresent(w -> w.progress(done));
    }

    /** @param failure why it failed; empty where the verdict says what it came to */
    void end(RunState state, List<FinishedFit> fits, String failure) {
        work.ifPresent(w -> w.end(seconds -> SweepRun.ended(configuration, state, fits, seconds, failure)));
    }
}
