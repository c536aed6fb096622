package org.kanworkbench.cli.command;

import java.util.List;
import java.util.Map;
import org.kanworkbench.training.Evaluation;

/** The scores of several targets, one by one, as commands print them in JSON. */
public final class TargetScores {

    private TargetScores() {}

    /** One object per target; null for a single one, whose scores are the whole's. */
    public static List<Map<String, Object>> of(Evaluation.Regression numbers) {
        return numbers.targets().size() == 1
                ? null
                : numbers.targets().stream()
                        .map(t -> Map.<String, Object>of("name", t.name(), "test_rmse", t.rmse(), "test_r2", t.r2()))
                        .toList();
    }
}
