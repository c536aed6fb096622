package org.kanworkbench.cli.formula;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.kanworkbench.cli.command.CommandFailure;
import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.expression.Notation;
import org.kanworkbench.formula.FormulaData;
import org.kanworkbench.formula.FormulaSearch;
import org.kanworkbench.formula.FormulaSearch.Stage;
import org.kanworkbench.formula.Found;
import org.kanworkbench.formula.SameFormula;
import org.kanworkbench.formula.Samples;

/**
 * What the command prints for one target.
 *
 * @param named whether each line says which target it is of
 */
record FormulaLines(Rows<Void> rows, FormulaData data, boolean named) {

    private Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (named) {
            fields.put("target", data.target());
        }
        return fields;
    }

    void print(Stage stage) {
        String error = data.train().classes() ? "hinge loss" : "RMSE";
        String name = stage.kind().name().toLowerCase(Locale.ROOT);
        Map<String, Object> fields = fields();
        fields.put("stage", name);
        fields.put("shape", stage.network().toString());
        fields.put("train_rmse", Rows.finite(stage.trainRmse()));
        fields.put("validation_rmse", Rows.finite(stage.validationRmse()));
        fields.put("edges", stage.network().edges());
        fields.put("seconds", Math.round(stage.seconds() * 1000) / 1000.0);
        rows.printOther(
                fields,
                String.format(
                        Locale.ROOT,
                        "%-8s %-16s train %s %.3g  validation %s %.3g  %d edges  %.1f s",
                        name,
                        stage.network(),
                        error,
                        stage.trainRmse(),
                        error,
                        stage.validationRmse(),
                        stage.network().edges(),
                        stage.seconds()));
    }

    /** Why there is no formula. */
    CommandFailure none(FormulaSearch.Result result, FormulaSearch.Settings own, boolean interrupted) {
        return interrupted
                ? CommandFailure.interrupted("interrupted before there was a formula")
                : CommandFailure.failed((named ? data.target() + ": " : "")
                        + (result.front().isEmpty()
                                ? "no formula was found: try other --functions, a larger --shape, or more rows"
                                : "no formula of complexity " + own.maxComplexity()
                                        + " or less was found: the simplest"
                                        + " has "
                                        + result.front().getFirst().complexity()
                                        + ", allow it with --max-complexity"));
    }

    /** The formula, which there is, and which is returned. */
    Found print(FormulaSearch.Result result, FormulaSearch.Settings own, double seconds, boolean interrupted) {
        Samples test = data.test();
        Found best = result.best().orElseThrow();
        double rmse = best.formula().rmse(test);
        double deviation = test.deviation();
        String text = Notation.SYMPY.print(best.formula().expression());
        Map<String, Object> fields = fields();
        fields.put("formula", text);
        fields.put("latex", Notation.LATEX.print(best.formula().expression()));
        fields.put("complexity", best.complexity());
        fields.put("train_rmse", Rows.finite(best.formula().rmse(data.train())));
        fields.put("test_rmse", Rows.finite(rmse));
        if (!test.classes()) {
            fields.put("test_r2", Rows.finite(1 - rmse * rmse / (deviation * deviation)));
        }
        double[] networkValues = result.networkValues(test);
        double network = test.rmse(networkValues);
        fields.put("network_test_rmse", Rows.finite(network));
        boolean exact = rmse < FormulaSearch.EXACT * deviation;
        if (!test.classes()) {
            fields.put("exact", exact);
        }
        double[] values = best.formula().values(test);
        int undefined = test.undefined(values);
        String quality = String.format(
                Locale.ROOT,
                "test RMSE %.3g%s (network %.3g), R² %.6f",
                rmse,
                exact ? ", exact" : "",
                network,
                1 - rmse * rmse / (deviation * deviation));
        if (undefined > 0) {
            quality = String.format(
                    Locale.ROOT,
                    "not defined at %,d of %,d test rows (network's test RMSE %.3g)",
                    undefined,
                    test.rows(),
                    network);
        } else if (test.classes()) {
            double accuracy = test.accuracy(values);
            double networkAccuracy = test.accuracy(networkValues);
            fields.put("test_acc", accuracy);
            fields.put("network_test_acc", networkAccuracy);
            fields.put("positive", data.positive());
            quality = String.format(
                    Locale.ROOT,
                    "test accuracy %.2f %% (network %.2f %%), above 0 for class %s",
                    100 * accuracy,
                    100 * networkAccuracy,
                    data.positive());
        }
        if (!interrupted && test.worse(values, networkValues)) {
            quality += "; no formula of complexity " + own.maxComplexity()
                    + " or less was found that is as good as the network";
        }
        if (!test.classes() && rmse > deviation) {
            quality += "; it is worse than the mean of the targets: give more rows, or a lower --max-complexity";
        }
        fields.put("seconds", Math.round(seconds * 1000) / 1000.0);
        fields.put("seed", own.seed());
        fields.put("columns", data.variables(Notation.SYMPY));
        List<Map<String, Object>> front = new ArrayList<>();
        for (Found one : result.front()) {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("complexity", one.complexity());
            Optional.ofNullable(Rows.finite(one.formula().rmse(test))).ifPresent(error -> each.put("test_rmse", error));
            each.put("formula", Notation.SYMPY.print(one.formula().expression()));
            front.add(each);
        }
        fields.put("pareto", front);
        rows.printOther(
                fields,
                String.format(
                        Locale.ROOT,
                        "%s%s%n  complexity %d, %s, %.1f s",
                        named ? data.target() + " = " : "",
                        text,
                        best.complexity(),
                        quality,
                        seconds));
        return best;
    }

    void print(List<SameFormula> groups) {
        StringBuilder text = new StringBuilder("formulas of all seeds" + (named ? " for " + data.target() : "") + ":");
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (SameFormula group : groups) {
            text.append(System.lineSeparator())
                    .append(group.count())
                    .append(" × ")
                    .append(group.text());
            counts.merge(group.text(), group.count(), Integer::sum);
        }
        Map<String, Object> fields = fields();
        fields.put("seeds", counts);
        rows.printOther(fields, text.toString());
    }
}
