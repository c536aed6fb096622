package org.kanworkbench.app.quantize;

import java.util.List;
import java.util.Optional;
import org.kanworkbench.app.KeptWork;
import org.kanworkbench.app.RunLibrary;
import org.kanworkbench.app.quantize.QuantizeViewModel.Compared;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.quantize.compare.ComparisonRun;
import org.kanworkbench.quantize.compare.SchemeResult;
import org.kanworkbench.training.Evaluation;

/** A comparison of the window that goes on, and is kept in the run store. */
record KeptComparison(KeptWork work, SavedModel model) {

    static KeptComparison begin(RunLibrary library, Compared about, int schemes) {
        KeptWork work = library.keep(ComparisonRun.begun(
                about.model(), about.open().name(), about.dataset().name(), schemes));
        return new KeptComparison(work, about.model());
    }

    /** Tells how many schemes are scored. */
    void progress(int done) {
        work.progress(done);
    }

    /** The meaning is that of {@link ComparisonRun#ended}. */
    void end(Evaluation float32, List<SchemeResult> results, long wanted, Optional<String> failure) {
        work.end(seconds -> ComparisonRun.ended(model, float32, results, wanted, seconds, failure));
    }
}
