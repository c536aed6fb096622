package org.kanworkbench.quantize.compare;

import java.util.List;
import java.util.Optional;
import org.kanworkbench.quantize.TensorReport;
import org.kanworkbench.quantize.scheme.Scheme;

/**
 * One line of a comparison.
 *
 * @param bytes see {@code QuantizedNetwork.bytes()}
 * @param tensors what became of every tensor
 * @param latencies by rows a call, ascending; empty before they are measured
 */
public record SchemeResult(
        Scheme scheme, long bytes, List<TensorReport> tensors, Score score, List<Latency> latencies) {

    public SchemeResult {
        tensors = List.copyOf(tensors);
        latencies = List.copyOf(latencies);
    }

    SchemeResult withLatencies(List<Latency> measured) {
        return new SchemeResult(scheme, bytes, tensors, score, measured);
    }

    /** The latency of so many rows a call, if it was measured. */
    public Optional<Latency> latency(int rows) {
        return latencies.stream().filter(latency -> latency.rows() == rows).findFirst();
    }

    /** Whether another one is as small and as accurate, and smaller or more accurate. */
    boolean dominatedBy(SchemeResult other) {
        return other.bytes <= bytes
                && other.score.correct() >= score.correct()
                && (other.bytes < bytes || other.score.correct() > score.correct());
    }
}
