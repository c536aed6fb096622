package org.kanworkbench.quantize.compare;

import java.util.Comparator;
import java.util.List;
import org.kanworkbench.quantize.scheme.Arithmetic;
import org.kanworkbench.quantize.scheme.Rounding;
import org.kanworkbench.quantize.scheme.Scheme;
import org.kanworkbench.quantize.scheme.WeightFormat.Integers;
import org.kanworkbench.training.Evaluation;

/**
 * A whole comparison.
 *
 * @param float32 the model as trained, in the workbench's own engine: what scores are compared with
 * @param schemes in the order in which they were asked for
 * @param refused schemes that do not fit the model or the machine, with the reason
 */
public record ComparisonResult(Evaluation float32, List<SchemeResult> schemes, List<Refusal> refused) {

    /** @param reason one line */
    public record Refusal(Scheme scheme, String reason) {}

    public ComparisonResult {
        schemes = List.copyOf(schemes);
        refused = List.copyOf(refused);
    }

    /** Schemes than which no other is both as small and as accurate, smallest first. */
    public List<SchemeResult> paretoFront() {
        return paretoFront(schemes);
    }

    /** Of some schemes, those than which no other is both as small and as accurate, smallest first. */
    public static List<SchemeResult> paretoFront(List<SchemeResult> schemes) {
        return schemes.stream()
                .filter(one -> schemes.stream().noneMatch(one::dominatedBy))
                .sorted(Comparator.comparingLong(SchemeResult::bytes))
                .toList();
    }

    /** Simulated schemes that give every weight the same bits, fewest bits first: accuracy against bits. */
    public List<SchemeResult> byBits(Rounding rounding) {
        return schemes.stream()
                .filter(one -> one.scheme().arithmetic() == Arithmetic.SIMULATED
                        && one.scheme().weights() instanceof Integers integers
                        && integers.rounding() == rounding
                        && one.scheme().rules().isEmpty())
                .sorted(Comparator.comparingInt(one -> one.scheme().weights().bits()))
                .toList();
    }
}
