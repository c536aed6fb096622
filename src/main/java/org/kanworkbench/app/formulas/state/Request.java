package org.kanworkbench.app.formulas.state;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.kanworkbench.runs.store.RunStore;

/**
 * What is to be sought, nothing of it read yet.
 *
 * @param data empty for a checkpoint's own outputs; of a table's targets the first is meant
 * @param target column of a table, or output of a network; empty where there is none
 * @param checkpoint null where a network is to be trained
 * @param layers of that network; null to search for its shape
 */
public record Request(
        String label,
        Optional<DataSource> data,
        String target,
        Path checkpoint,
        String layers,
        long seed,
        int complexity,
        List<CandidateFunction> candidates) {

    public FormulaRun.Question question() {
        return new FormulaRun.Question(
                data.map(Request::typed).orElse(""),
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

    private static String typed(DataSource source) {
        return switch (source) {
            case DataSource.Function function -> FunctionTarget.PREFIX + function.text();
            case DataSource.CsvFile table -> table.file().toString();
            default -> BundledExample.of(source).name();
        };
    }

    /**
     * The settings that ask a question, as {@link FormulaSettings#text} has them. Throws IllegalArgumentException for what
     * the pane cannot ask.
     *
     * @param label what the run calls its data
     */
    public static String settings(FormulaRun.Question asked, String label, long seed) {
        if (!asked.preset().isEmpty()) {
            throw new IllegalArgumentException("its networks have the edges of " + asked.preset()
                    + ", and here they are B-splines: repeat it on the command line");
        }
        if (!asked.model().isEmpty() && !asked.data().isEmpty()) {
            throw new IllegalArgumentException("its network " + asked.model() + " was fitted to " + asked.data()
                    + ", and here a network has samples of its own: repeat it on the command line");
        }
        if (asked.maxComplexity() > FormulaSettings.MOST_COMPLEXITY) {
            throw new IllegalArgumentException("its formulas may have a complexity of " + asked.maxComplexity()
                    + ", and here " + FormulaSettings.MOST_COMPLEXITY + ": repeat it on the command line");
        }
        StringBuilder text = new StringBuilder("seed=" + seed + "\ncomplexity=" + asked.maxComplexity() + "\n");
        text.append(asked.shape().isEmpty() ? "shape=SEARCH\n" : "shape=GIVEN\nlayers=" + asked.shape() + "\n");
        List<String> names =
                CandidateFunction.ALL.stream().map(CandidateFunction::name).toList();
        List<String> chosen = asked.functions().isEmpty() ? names : asked.functions();
        text.append("functions=");
        text.append(String.join(",", chosen.stream().filter(names::contains).toList()));
        text.append("\nown=");
        text.append(String.join(
                ",", chosen.stream().filter(name -> !names.contains(name)).toList()));
        String data = asked.data();
        if (!asked.model().isEmpty()) {
            if (!Files.isRegularFile(Path.of(asked.model()))) {
                throw new IllegalArgumentException("its network " + asked.model()
                        + " is not there any more: put it back, or find the formula of another");
            }
            String target = asked.target();
            String title =
                    label.endsWith(", " + target) ? label.substring(0, label.length() - target.length() - 2) : label;
            return text + "\nkind=CHECKPOINT\ncheckpoint=" + asked.model() + "\ntitle=" + title + "\noutput=" + target;
        }
        if (BundledExample.named(data).isPresent()) {
            return text + "\nkind=EXAMPLE\nexample=" + data;
        }
        if (!data.startsWith(FunctionTarget.PREFIX)) {
            if (!Files.isRegularFile(Path.of(data))) {
                throw new IllegalArgumentException(
                        "its data " + data + " is no table that is there: repeat it on the command line");
            }
            return text + "\nkind=TABLE\ntable=" + data + "\ntarget=" + asked.target() + "\ntask="
                    + asked.task() + "\nothers="
                    + FormulaSettings.listed(asked.others());
        }
        String[] parts = data.substring(FunctionTarget.PREFIX.length()).split("\\?", 2);
        text.append("\nkind=FUNCTION\nfunction=").append(parts[0]);
        Map<String, String> options =
                new LinkedHashMap<>(Map.of("rows", "" + FormulaSettings.USUAL_ROWS, "noise", "0"));
        for (String option : parts.length < 2 ? new String[0] : parts[1].split("&")) {
            String[] pair = option.split("=", 2);
            options.put(pair[0], pair[1]);
        }
        text.append("\nsamples=").append((long) Double.parseDouble(options.remove("rows")));
        text.append("\nnoise=").append(options.remove("noise"));
        options.remove("seed");
        String all = options.getOrDefault("range", "-1..1");
        options.remove("range");
        text.append("\nranges=").append(all);
        options.forEach(
                (name, range) -> text.append(", ").append(name).append('=').append(range));
        return text.append('\n').toString();
    }

    /** With the samples of a search: the command line's may be of another seed than the networks. */
    Request of(FormulaRun.Question asked) {
        if (!asked.data().startsWith(FunctionTarget.PREFIX)) {
            return this;
        }
        DataSource own = new DataSource.Function(asked.data().substring(FunctionTarget.PREFIX.length()));
        return new Request(label, Optional.of(own), target, checkpoint, layers, seed, complexity, candidates);
    }

    /** @param store that may tell what a network was trained on */
    public FormulaTask read(Optional<RunStore> store) throws DataException, ModelFileException {
        Optional<GivenNetwork> start = checkpoint == null
                ? Optional.empty()
                : Optional.of(GivenNetwork.read(checkpoint, store).stream()
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
                        start.flatMap(GivenNetwork::network),
                        shape,
                        Optional.empty(),
                        seed,
                        complexity,
                        candidates,
                        FormulaSearch.SECONDS),
                start.flatMap(GivenNetwork::network).isPresent() ? Scaling.none(inputs) : Scaling.of(rows.train()));
    }
}
