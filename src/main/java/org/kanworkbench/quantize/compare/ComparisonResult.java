package org.kanworkbench.quantize.compare;

import java.util.Comparator;
import java.util.List;
import org.kanworkbench.quantize.scheme.Scheme;
import org.kanworkbench.training.Evaluation;

/**
 * The result of a comparison.
 *
 * @param float32 scores of the model as trained, in the workbench's own engine, as the reference
 * @param schemes in the requested order
 */
public record ComparisonResult(Evaluation float32, List<SchemeResult> schemes) {

    /**
     * A scheme that does not fit the model or the machine.
     *
     * @param reason one line
     */
    public record Refusal(Scheme scheme, String reason) {}

    public ComparisonResult {
        schemes = List.copyOf(schemes);
    }

    /** The Pareto-optimal ones among some schemes, smallest first. */
    public static List<SchemeResult> paretoFront(List<SchemeResult> schemes) {
        return schemes.stream()
                .filter(one -> schemes.stream().noneMatch(one::dominatedBy))
                .sorted(Comparator.comparingLong(SchemeResult::bytes))
                .toList();
    }
}
