package org.kanworkbench.cli.noise;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.kanworkbench.cli.command.CommandFailure;
import org.kanworkbench.cli.command.NearNames;
import org.kanworkbench.cli.command.TableOptions;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.function.Range;
import org.kanworkbench.data.source.NumericColumns;
import org.kanworkbench.noise.sweep.StandardSweep;
import org.kanworkbench.noise.target.StandardFunction;
import org.kanworkbench.noise.target.Target;
import picocli.CommandLine.Option;

/** The target: functions by name, formulas, columns of a table. */
final class TargetOptions {

    @Option(
            names = "--function",
            paramLabel = "F",
            description =
                    "A function by name (sin-2pi, sine, cosine, exp-abs, runge, step, chirp, sawtooth, doppler, heavisine,"
                            + " friedman-1, polynomial-2d, gaussian-2d, feynman-i-6-2, feynman-i-27-6, feynman-i-18-4,"
                            + " feynman-i-29-16, feynman-i-12-11), or an expression in x, or in x1 to x5, for instance"
                            + " 'sin(2*pi*x)'. May be given several times; names may also be separated by commas. By default the standard sweep's six.")
    private List<String> functions;

    @Option(
            names = "--interval",
            paramLabel = "L,U",
            split = ",",
            description = "Interval on which an expression is fitted; -1,1 by default.")
    private List<Double> interval;

    @Option(names = "--csv", paramLabel = "FILE", description = "Fits a column of a CSV table instead.")
    private Path csv;

    @Option(
            names = "--columns",
            paramLabel = "A,B,Y",
            split = ",",
            description = "Input columns, then the output column; by default all columns, the last one as output."
                    + " A name with a comma is quoted as in CSV.")
    private List<String> columns;

    boolean given() {
        return Stream.of(functions, interval, csv, columns).anyMatch(Objects::nonNull);
    }

    List<Target> targets() throws CommandFailure, DataException {
        if (interval != null && (csv != null || functions == null)) {
            throw CommandFailure.badInput("--interval is of an expression: give one with --function, or leave it out");
        }
        if (csv != null) {
            if (functions != null) {
                throw CommandFailure.badInput("--csv and --function exclude each other: leave one out");
            }
            List<String> names = columns == null ? NumericColumns.header(csv) : TableOptions.names(columns);
            int last = names.size() - 1;
            return List.of(new Target.Table(csv, names.subList(0, last), names.get(last)));
        }
        if (columns != null) {
            throw CommandFailure.badInput("--columns are of a table: name it with --csv FILE");
        }
        if (functions == null) {
            return StandardSweep.configuration().targets();
        }
        List<Target> targets = new ArrayList<>();
        for (String word : functions) {
            targets.addAll(functions(word));
        }
        if (interval != null && targets.stream().noneMatch(Target.Formula.class::isInstance)) {
            throw CommandFailure.badInput(
                    "--interval is of an expression in x, and a function with a name has its own: leave it out");
        }
        return targets;
    }

    private List<Target> functions(String word) throws CommandFailure {
        String[] parts = word.split(",");
        if (Arrays.stream(parts).allMatch(part -> StandardFunction.named(part).isPresent())) {
            return Arrays.stream(parts)
                    .<Target>map(part ->
                            new Target.Standard(StandardFunction.named(part).orElseThrow()))
                    .toList();
        }
        if (word.matches("[a-z]{2,}[a-z0-9-]*") && !word.equals("pi")) {
            throw CommandFailure.badInput("function '" + word + "' is not known: "
                    + NearNames.hint(word, StandardFunction.ids()) + "; or type a formula in x");
        }
        if (interval != null && interval.size() != 2) {
            throw CommandFailure.badInput("--interval has " + interval.size() + " numbers: give lower,upper");
        }
        Range range = interval == null ? new Range(-1, 1) : new Range(interval.get(0), interval.get(1));
        return List.of(new Target.Formula(word, range));
    }
}
