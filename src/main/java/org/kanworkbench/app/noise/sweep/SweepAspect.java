package org.kanworkbench.app.noise.sweep;

import java.util.List;
import java.util.function.Function;
import org.kanworkbench.files.Column;
import org.kanworkbench.noise.Decimals;
import org.kanworkbench.noise.report.SweepReport;
import org.kanworkbench.noise.statistics.Capacity;
import org.kanworkbench.noise.statistics.Difference;
import org.kanworkbench.noise.statistics.ErrorExponent;
import org.kanworkbench.noise.statistics.SweepSummary;

/** A view of a sweep: some of its plots, and their results as a table. */
enum SweepAspect {
    ERROR("Test error", "mse", _ -> List.of()),
    RATIO("SNR", "snr", _ -> List.of()),
    DIFFERENCE(
            "Difference",
            "difference",
            summary -> Column.texts(
                    List.of(
                            new Column<>("First", Difference::first),
                            new Column<>("Second", Difference::second),
                            new Column<>("Difference, dB", d -> Decimals.of(2, d.decibels())),
                            new Column<>("99 % confidence interval", d -> SweepReport.interval(2, d.interval())),
                            new Column<>("p", d -> Decimals.p(d.p())),
                            new Column<>("First ahead", d -> Decimals.of(0, 100 * d.wins()) + " %"),
                            new Column<>("Seeds", Difference::seeds)),
                    SweepReport.differences(summary))),
    SIZE(
            "Data size",
            "size",
            summary -> Column.texts(
                    List.of(
                            new Column<>("Model", ErrorExponent::model),
                            new Column<>("Noise", e -> Decimals.exact(e.level())),
                            new Column<>("Error ~ samples^", e -> Decimals.of(3, e.exponent())),
                            new Column<>("95 % confidence interval", e -> SweepReport.interval(3, e.interval()))),
                    summary.exponents())),
    BASIS(
            "Basis size",
            "capacity",
            summary -> Column.texts(
                    List.of(
                            new Column<>("Basis", c -> c.preset() + ", " + c.what()),
                            new Column<>("Noise", c -> Decimals.exact(c.level())),
                            new Column<>("Best", Capacity::best),
                            new Column<>("Overfits from", c -> c.onset() == 0 ? "nowhere" : String.valueOf(c.onset()))),
                    summary.capacities()));

    private final String label;
    private final String plots;
    private final Function<SweepSummary, List<List<String>>> table;

    SweepAspect(String label, String plots, Function<SweepSummary, List<List<String>>> table) {
        this.label = label;
        this.plots = plots;
        this.table = table;
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
        return table.apply(summary);
    }

    /** What is to be known of the table; empty for nothing. */
    String note() {
        return this == DIFFERENCE ? "Over the noise levels of the verdict. " + SweepReport.SIGNIFICANT : "";
    }
}
