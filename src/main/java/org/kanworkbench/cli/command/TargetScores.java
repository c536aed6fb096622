package org.kanworkbench.cli.command;

import java.util.LinkedHashMap;
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
                : numbers.targets().stream().map(TargetScores::of).toList();
    }

    private static Map<String, Object> of(Evaluation.Fit target) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", target.name());
        fields.put("test_rmse", target.rmse());
        fields.put("test_r2", target.r2());
        return fields;
    }
}
