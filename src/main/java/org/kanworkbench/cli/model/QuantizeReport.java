package org.kanworkbench.cli.model;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.cli.command.Rows.Column;
import org.kanworkbench.quantize.TensorReport;
import org.kanworkbench.quantize.compare.ComparisonResult;
import org.kanworkbench.quantize.compare.Latency;
import org.kanworkbench.quantize.compare.SchemeResult;
import org.kanworkbench.quantize.compare.Sensitivity;
import org.kanworkbench.quantize.scheme.Arithmetic;

/** Prints what {@code quantize} has found. */
final class QuantizeReport {

    private static final int BATCH_OF_RATIO = 64;

    private final PrintWriter out;
    private final boolean json;

    QuantizeReport(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /** One row a scheme, then what no scheme has rounded. */
    void print(ComparisonResult result) {
        int width = result.schemes().stream()
                .mapToInt(row -> row.scheme().name().length())
                .max()
                .orElse(0);
        Rows rows = new Rows(
                out,
                json,
                Column.text("scheme", width),
                Column.number("bits", 2),
                Column.number("size_bytes", 0),
                Column.number("test_acc", 5),
                Column.number("delta_pp", 3),
                Column.number("agreement", 5),
                Column.number("us_batch1", 2),
                Column.number("us_batch64", 1),
                Column.number("us_batch1000", 0),
                Column.number("speedup_batch64", 2),
                json ? Column.hidden("speedup_spread") : Column.text("spread", 1),
                Column.text("runs_on", 1),
                Column.hidden("untouched"));
        result.schemes().forEach(row -> rows.print(values(row)));
        if (!json) {
            printUntouched(result);
        }
    }

    private Object[] values(SchemeResult row) {
        Optional<Latency> paired = row.latency(BATCH_OF_RATIO);
        return new Object[] {
            row.scheme().name(),
            bits(row.tensors()),
            row.bytes(),
            row.score().accuracy(),
            row.score().deltaPoints(),
            row.score().agreement(),
            time(row, 1),
            time(row, BATCH_OF_RATIO),
            time(row, 1000),
            paired.map(latency -> latency.speedup().median()).orElse(null),
            paired.map(latency -> spread(latency.speedup())).orElse(null),
            row.scheme().arithmetic() == Arithmetic.SIMULATED ? "simulated" : "ONNX Runtime",
            untouched(row).keySet()
        };
    }

    /** Of a weight that schemes round: a whole number where all have the same, else their mean. */
    private static Object bits(List<TensorReport> tensors) {
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
        return bits % weights == 0 ? (Object) (bits / weights) : (Object) hundredths((double) bits / weights);
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

    private static Map<String, String> untouched(SchemeResult row) {
        Map<String, String> untouched = new LinkedHashMap<>();
        for (TensorReport report : row.tensors()) {
            if (!report.touched()) {
                String part = report.part().isEmpty() ? "" : " " + report.part();
                untouched.put(report.tensor() + part, report.reason());
            }
        }
        return untouched;
    }

    /** Schemes that leave the same weights alone are named together. */
    private void printUntouched(ComparisonResult result) {
        Map<Map<String, String>, List<String>> schemes = new LinkedHashMap<>();
        for (SchemeResult row : result.schemes()) {
            if (!row.scheme().untouched()) {
                schemes.computeIfAbsent(untouched(row), _ -> new ArrayList<>())
                        .add(row.scheme().name());
            }
        }
        schemes.forEach((tensors, names) -> {
            out.println();
            out.println("kept in float32 by " + String.join(", ", names));
            tensors.forEach((tensor, reason) -> out.println("  " + tensor + ": " + reason));
        });
        out.flush();
    }

    /** One row a part. */
    void print(List<Sensitivity.Effect> effects, int bits) {
        if (!json) {
            out.println();
            out.println("one part at " + bits + " bits, all else in float32, on training rows");
        }
        int width = effects.stream()
                .mapToInt(effect -> effect.part().label().length())
                .max()
                .orElse(0);
        Rows rows = new Rows(
                out,
                json,
                Column.text("part", width),
                Column.number("bits", 0),
                Column.number("weights", 0),
                Column.number("train_acc", 5),
                Column.number("delta_pp", 3),
                Column.number("agreement", 5),
                Column.number("error_of_weights", 4));

        effects.forEach(effect -> rows.print(
                effect.part().label(),
                bits,
                effect.weights(),
                effect.score().accuracy(),
                effect.score().deltaPoints(),
                effect.score().agreement(),
                relativeError(effect)));
    }

    private static double relativeError(Sensitivity.Effect effect) {
        return effect.rms() == 0 ? 0 : effect.rmsError() / effect.rms();
    }
}
