package org.kanworkbench.quantize.compare;

import java.util.List;
import org.kanworkbench.training.Evaluation;

/** What a comparison tells as it goes on. Immutable, so that a listener may keep it and hand it to another thread. */
public sealed interface ComparisonEvent {

    /** The model as trained has been scored. */
    record Reference(Evaluation float32) implements ComparisonEvent {}

    /** A scheme that does not fit the model or the machine; the others go on. */
    record Refused(ComparisonResult.Refusal refusal) implements ComparisonEvent {}

    /** A scheme has been scored; it has no latencies yet. */
    record Scored(SchemeResult result) implements ComparisonEvent {}

    /** All schemes have been timed with so many rows per call. */
    record Timed(int rows, List<SchemeResult> results) implements ComparisonEvent {

        public Timed {
            results = List.copyOf(results);
        }
    }

    /**
     * @param share of the whole work, 0 to 1
     * @param doing what comes next, for instance {@code scoring w4}
     */
    record Progress(double share, String doing) implements ComparisonEvent {}
}
