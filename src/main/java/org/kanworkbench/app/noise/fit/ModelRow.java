package org.kanworkbench.app.noise.fit;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.app.noise.settings.Candidate;
import org.kanworkbench.noise.live.LiveEvent;

/**
 * A model in the live table.
 *
 * @param shape of its layers; empty for baselines, and where it differs from fit to fit
 * @param flops per prediction; 0 for baselines
 * @param diverged whether training diverged to non-finite values
 */
public record ModelRow(
        String name,
        int series,
        String shape,
        long parameters,
        long flops,
        double testMse,
        double snrDb,
        double fitMs,
        boolean diverged) {

    static List<ModelRow> of(FitView view) {
        List<ModelRow> rows = new ArrayList<>();
        List<LiveEvent.Progress> models = view.frame().models();
        for (int m = 0; m < models.size(); m++) {
            LiveEvent.Progress progress = models.get(m);
            LiveEvent.Profile profile = view.started().models().get(m);
            rows.add(new ModelRow(
                    progress.name(),
                    Candidate.series(progress.name()),
                    profile.shape(),
                    profile.parameters(),
                    profile.flops(),
                    progress.testMse(),
                    progress.snrDb(),
                    progress.fitMs(),
                    progress.diverged()));
        }
        return rows;
    }
}
