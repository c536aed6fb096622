package org.kanworkbench.quantize.compare;

import java.util.List;
import org.kanworkbench.training.Evaluation;

/** The events of a running comparison. Immutable: listeners may store them and pass them to other threads. */
public sealed interface ComparisonEvent {

    /** The model as trained has been evaluated. */
    record Reference(Evaluation float32) implements ComparisonEvent {}

    /** A scheme does not fit the model or the machine; the others continue. */
    record Refused(ComparisonResult.Refusal refusal) implements ComparisonEvent {}

    /** A scheme has been evaluated; it has no latencies yet. */
    record Scored(SchemeResult result) implements ComparisonEvent {}

    /** All schemes have been timed with one more number of rows per call. */
    record Timed(List<SchemeResult> results) implements ComparisonEvent {

        public Timed {
            results = List.copyOf(results);
        }
    }

    /**
     * @param share of the work done, 0 to 1
     * @param doing the next activity, for instance {@code scoring w4}
     */
    record Progress(double share, String doing) implements ComparisonEvent {}
}
