package org.kanworkbench.app.formulas.state;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.function.FunctionTarget;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.TaskKind;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.formula.FormulaData;
import org.kanworkbench.formula.FormulaRun;
import org.kanworkbench.formula.FormulaSearch;
import org.kanworkbench.formula.GivenNetwork;
import org.kanworkbench.formula.Scaling;
import org.kanworkbench.formula.network.CandidateFunction;
import org.kanworkbench.formula.network.MultKan.Width;

/**
 * What is to be sought, nothing of it read yet.
 *
 * @param data empty for a checkpoint's own outputs; of a table's targets the first is meant
 * @param target column of a table, or output of a network; empty where there is none
 * @param checkpoint null where a network is to be trained
 * @param layers of that network; null to search for its shape
 */
record Request(
        String label,
        Optional<DataSource> data,
        String target,
        Path checkpoint,
        String layers,
        long seed,
        int complexity,
        List<CandidateFunction> candidates) {

    /** No other network is tried after so many seconds. */
    static final double SECONDS = 30;

    public FormulaRun.Question question() {
        return new FormulaRun.Question(
                data.map(source -> source instanceof DataSource.Function f
                                ? FunctionTarget.PREFIX + f.text()
                                : ((DataSource.CsvFile) source).file().toString())
                        .orElse(""),
                target,
                data.orElse(null) instanceof DataSource.CsvFile table
                        ? table.target().subList(1, table.target().size())
                        : List.of(),
                data.orElse(null) instanceof DataSource.CsvFile table ? table.task() : TaskKind.AUTO,
                checkpoint == null ? "" : checkpoint.toString(),
                layers == null || checkpoint != null ? "" : layers,
                "",
                complexity,
                candidates.equals(CandidateFunction.ALL)
                        ? List.of()
                        : candidates.stream().map(CandidateFunction::name).toList());
    }

    public FormulaTask read() throws DataException, ModelFileException {
        Optional<GivenNetwork> start = checkpoint == null
                ? Optional.empty()
                : Optional.of(GivenNetwork.read(checkpoint).stream()
                        .filter(one -> one.target().equals(target))
                        .findFirst()
                        .orElseThrow(() -> new ModelFileException(
                                checkpoint + " has no output " + target + " any more: open it again")));
        FormulaData rows =
                start.isPresent() ? FormulaData.of(start.get(), seed) : FormulaData.read(data.orElseThrow(), 0);
        int inputs = rows.names().size();
        Optional<List<Width>> shape =
                layers == null || start.isPresent() ? Optional.empty() : Optional.of(Width.list(layers, inputs));
        return new FormulaTask(
                label,
                rows,
                new FormulaSearch.Settings(
                        start.map(GivenNetwork::network),
                        shape,
                        Optional.empty(),
                        seed,
                        complexity,
                        candidates,
                        SECONDS),
                start.isPresent() ? Scaling.none(inputs) : Scaling.of(rows.train()));
    }
}
