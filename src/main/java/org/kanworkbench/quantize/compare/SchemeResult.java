package org.kanworkbench.quantize.compare;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.kanworkbench.quantize.TensorReport;
import org.kanworkbench.quantize.scheme.Scheme;

/**
 * The results of one scheme.
 *
 * @param bytes see {@code QuantizedNetwork.bytes()}
 * @param tensors reports on every tensor
 * @param latencies by rows per call, ascending; empty before they are measured
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

    /** The latency for a number of rows per call, if measured. */
    public Optional<Latency> latency(int rows) {
        return latencies.stream().filter(latency -> latency.rows() == rows).findFirst();
    }

    /** Bits per quantised weight: a whole number if all have as many, or else the mean in hundredths. */
    public Number bits() {
        long weights = 0;
        long bits = 0;
        for (TensorReport report : tensors) {
            if (report.touched()) {
                weights += report.weights();
                bits += report.weights() * report.bits();
            }
        }
        if (weights == 0) {
            return Float.SIZE;
        }
        return bits % weights == 0 ? (Number) (bits / weights) : (Number) (Math.rint(100.0 * bits / weights) / 100);
    }

    /** Whether any weight is stored in fewer bits. */
    public boolean quantises() {
        return tensors.stream().anyMatch(TensorReport::touched);
    }

    /** In kilobytes, for a table. */
    public String size() {
        return String.format(Locale.ROOT, bytes < 10_000 ? "%.1f kB" : "%,.0f kB", bytes / 1e3);
    }

    /** Whether another scheme dominates this one: as small and as accurate, and smaller or more accurate. */
    boolean dominatedBy(SchemeResult other) {
        return other.bytes <= bytes
                && !score.measure().better(score.value(), other.score.value())
                && (other.bytes < bytes || score.measure().better(other.score.value(), score.value()));
    }
}
