package org.kanworkbench.cli.model;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.kanworkbench.cli.command.CommonOptions;
import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.cli.command.Rows.Column;
import org.kanworkbench.quantize.TensorReport;
import org.kanworkbench.quantize.compare.ComparisonResult;
import org.kanworkbench.quantize.compare.Latency;
import org.kanworkbench.quantize.compare.SchemeResult;
import org.kanworkbench.quantize.compare.Score;
import org.kanworkbench.quantize.compare.Sensitivity;
import org.kanworkbench.quantize.scheme.Arithmetic;
import org.kanworkbench.training.Measure;

/** Prints the results of {@code quantize}. */
final class QuantizeReport {

    private static final int BATCH_OF_RATIO = 64;

    private final CommonOptions common;
    private final PrintWriter out;
    private final boolean json;

    QuantizeReport(CommonOptions common) {
        this.common = common;
        this.out = common.out();
        this.json = common.json();
    }

    /** One row per scheme, then the weights that no scheme quantises. */
    void print(ComparisonResult result) {
        int width = result.schemes().stream()
                .mapToInt(row -> row.scheme().name().length())
                .max()
                .orElse(0);
        List<Column<SchemeResult>> columns = new ArrayList<>(List.of(
                Column.text("scheme", width, row -> row.scheme().name()),
                Column.number("bits", 2, SchemeResult::bits),
                Column.number("size_bytes", 0, SchemeResult::bytes)));
        columns.addAll(scores("test", result.float32().measure(), SchemeResult::score));
        columns.addAll(List.of(
                Column.number("us_batch1", 2, row -> time(row, 1)),
                Column.number("us_batch64", 1, row -> time(row, BATCH_OF_RATIO)),
                Column.number("us_batch1000", 0, row -> time(row, 1000)),
                Column.number(
                        "speedup_batch64",
                        2,
                        row -> paired(row).map(Latency.Quartiles::median).orElse(null)),
                json
                        ? Column.hidden(
                                "speedup_spread",
                                row -> paired(row).map(this::spread).orElse(null))
                        : Column.text(
                                "spread",
                                1,
                                row -> paired(row).map(this::spread).orElse(null)),
                Column.text("runs_on", 1, QuantizeReport::runsOn),
                Column.hidden("untouched", row -> untouched(row, _ -> true).keySet())));
        Rows<SchemeResult> rows = new Rows<>(common, columns);
        result.schemes().forEach(rows::print);
        if (!json) {
            printUntouched(result, "kept in float32 by ", bits -> bits > 0);
            printUntouched(result, "made part of other weights by ", bits -> bits == 0);
        }
    }

    private static <T> List<Column<T>> scores(String of, Measure measure, Function<T, Score> score) {
        return switch (measure) {
            case ACCURACY ->
                List.of(
                        Column.number(of + "_acc", 5, row -> score.apply(row).value()),
                        Column.number("delta_pp", 3, row -> -score.apply(row).lost()),
                        Column.number("agreement", 5, row -> ((Score.Classes) score.apply(row)).agreement()));
            case RMSE ->
                List.of(
                        Column.significant(of + "_rmse", row -> score.apply(row).value()),
                        Column.number(
                                "growth_percent", 2, row -> score.apply(row).lost()),
                        Column.significant("difference", row -> ((Score.Numbers) score.apply(row)).difference()));
        };
    }

    private static Optional<Latency.Quartiles> paired(SchemeResult row) {
        return row.latency(BATCH_OF_RATIO).map(Latency::speedup);
    }

    private static String runsOn(SchemeResult row) {
        return row.scheme().arithmetic() == Arithmetic.SIMULATED ? "simulated" : "ONNX Runtime";
    }

    private static Double time(SchemeResult row, int rows) {
        return row.latency(rows).map(latency -> latency.micros().median()).orElse(null);
    }

    private Object spread(Latency.Quartiles speedup) {
        return json
                ? List.of(hundredths(speedup.lower()), hundredths(speedup.upper()))
                : String.format(Locale.ROOT, "%.2f–%.2f", speedup.lower(), speedup.upper());
    }

    private static double hundredths(double value) {
        return Math.rint(100 * value) / 100;
    }

    /** @param which of them, by their bits: 0 of those that are part of others */
    private static Map<String, String> untouched(SchemeResult row, IntPredicate which) {
        Map<String, String> untouched = new LinkedHashMap<>();
        for (TensorReport report : row.tensors()) {
            if (!report.touched() && which.test(report.bits())) {
                String part = report.part().isEmpty() ? "" : " " + report.part();
                untouched.put(report.tensor() + part, report.reason());
            }
        }
        return untouched;
    }

    /** Groups schemes that do the same with the same weights. */
    private void printUntouched(ComparisonResult result, String what, IntPredicate which) {
        Map<Map<String, String>, List<String>> schemes = new LinkedHashMap<>();
        for (SchemeResult row : result.schemes()) {
            if (!row.scheme().untouched()) {
                schemes.computeIfAbsent(untouched(row, which), _ -> new ArrayList<>())
                        .add(row.scheme().name());
            }
        }
        schemes.remove(Map.of());
        schemes.forEach((tensors, names) -> {
            out.println();
            out.println(what + String.join(", ", names));
            tensors.forEach((tensor, reason) -> out.println("  " + tensor + ": " + reason));
        });
        out.flush();
    }

    /** One row per part. */
    void print(List<Sensitivity.Effect> effects, int bits) {
        if (!json) {
            out.println();
            out.println("one part at " + bits + " bits, all else in float32, on training samples");
        }
        int width = effects.stream()
                .mapToInt(effect -> effect.part().label().length())
                .max()
                .orElse(0);
        List<Column<Sensitivity.Effect>> columns = new ArrayList<>(List.of(
                Column.text("part", width, effect -> effect.part().label()),
                Column.number("bits", 0, _ -> bits),
                Column.number("weights", 0, Sensitivity.Effect::weights)));
        columns.addAll(scores("train", effects.getFirst().score().measure(), Sensitivity.Effect::score));
        columns.add(Column.number("error_of_weights", 4, QuantizeReport::relativeError));
        Rows<Sensitivity.Effect> rows = new Rows<>(common, columns);
        effects.forEach(rows::print);
    }

    private static double relativeError(Sensitivity.Effect effect) {
        return effect.rms() == 0 ? 0 : effect.rmsError() / effect.rms();
    }
}
