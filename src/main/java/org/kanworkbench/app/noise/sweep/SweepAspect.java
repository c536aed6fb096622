package org.kanworkbench.app.noise.sweep;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.noise.Decimals;
import org.kanworkbench.noise.report.SweepReport;
import org.kanworkbench.noise.statistics.Capacity;
import org.kanworkbench.noise.statistics.Difference;
import org.kanworkbench.noise.statistics.ErrorExponent;
import org.kanworkbench.noise.statistics.SweepSummary;

/** A view of a sweep: some of its plots, and their results as a table. */
enum SweepAspect {
    ERROR("Test error", "mse"),
    RATIO("SNR", "snr"),
    DIFFERENCE("Difference", "difference") {
        @Override
        List<List<String>> table(SweepSummary summary) {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of(
                    "First", "Second", "Difference, dB", "99 % confidence interval", "p", "First ahead", "Seeds"));
            List<Difference> all = new ArrayList<>(summary.overall().stream().toList());
            all.addAll(summary.pairs());
            for (Difference d : all) {
                rows.add(List.of(
                        d.first(),
                        d.second(),
                        Decimals.of(2, d.decibels()),
                        SweepReport.interval(2, d.interval()),
                        Decimals.of(4, d.p()),
                        Decimals.of(0, 100 * d.wins()) + " %",
                        String.valueOf(d.seeds())));
            }
            return rows;
        }

        @Override
        String note() {
            return "Over the noise levels of the verdict. " + SweepReport.SIGNIFICANT;
        }
    },
    SIZE("Data size", "size") {
        @Override
        List<List<String>> table(SweepSummary summary) {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("Model", "Noise", "Error ~ samples^", "95 % confidence interval"));
            for (ErrorExponent e : summary.exponents()) {
                rows.add(List.of(
                        e.model(),
                        Decimals.exact(e.level()),
                        Decimals.of(3, e.exponent()),
                        SweepReport.interval(3, e.interval())));
            }
            return rows;
        }
    },
    BASIS("Basis size", "capacity") {
        @Override
        List<List<String>> table(SweepSummary summary) {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("Basis", "Noise", "Best", "Overfits from"));
            for (Capacity c : summary.capacities()) {
                rows.add(List.of(
                        c.preset() + ", " + c.what(),
                        Decimals.exact(c.level()),
                        String.valueOf(c.best()),
                        c.onset() == 0 ? "nowhere" : String.valueOf(c.onset())));
            }
            return rows;
        }
    };

    private final String label;
    private final String plots;

    SweepAspect(String label, String plots) {
        this.label = label;
        this.plots = plots;
    }

    String label() {
        return label;
    }

    /** What the names of its plots begin with. */
    String plots() {
        return plots;
    }

    /** A header and rows; empty where plots say it all. */
    List<List<String>> table(SweepSummary summary) {
        return List.of();
    }

    /** What is to be known of the table; empty for nothing. */
    String note() {
        return "";
    }
}
