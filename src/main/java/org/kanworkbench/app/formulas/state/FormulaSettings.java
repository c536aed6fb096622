package org.kanworkbench.app.formulas.state;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ChangeListener;
import org.kanworkbench.app.controls.Parsing;
import org.kanworkbench.app.controls.Setting;
import org.kanworkbench.data.function.FunctionTarget;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.TaskKind;
import org.kanworkbench.expression.ExpressionParser;
import org.kanworkbench.formula.FormulaRun;
import org.kanworkbench.formula.network.CandidateFunction;

/** What a formula is sought for, and how. Each kind of data keeps its values. */
public final class FormulaSettings {

    public enum Kind {
        FUNCTION("Function"),
        TABLE("CSV file"),
        CHECKPOINT("Trained network");

        private final String label;

        Kind(String label) {
            this.label = label;
        }
    }

    public enum Shape {
        SEARCH("Search"),
        GIVEN("Given");

        private final String label;

        Shape(String label) {
            this.label = label;
        }
    }

    /** A file with what a formula may be of, a table's columns or a network's outputs, and the one that is chosen. */
    public record Chosen(Path file, List<String> names, String target) {
        public Chosen(Path file, List<String> names, String wanted, String usual) {
            this(file, names, names.contains(wanted) ? wanted : usual);
        }
    }

    private static final int USUAL_ROWS = 1000;
    private static final int MOST_ROWS = 100_000;
    private static final int USUAL_COMPLEXITY = 60;

    public final Setting<Kind> kind = Setting.choice(Kind.FUNCTION, k -> k.label);
    public final Setting<String> expression =
            new Setting<>("exp(sin(pi*x) + y^2)", FormulaSettings::checkedExpression, text -> text);
    public final Setting<String> ranges = new Setting<>("-1..1", FormulaSettings::checkedRanges, text -> text);
    public final Setting<Integer> rows = Parsing.whole("samples", USUAL_ROWS, 20, MOST_ROWS);
    public final Setting<Double> noise = Parsing.real("noise", 0, 0, false, 10);
    public final ObjectProperty<Chosen> table = new SimpleObjectProperty<>();
    public final ObjectProperty<Chosen> checkpoint = new SimpleObjectProperty<>();
    /** What the table's target is for. */
    public final Setting<TaskKind> task = Setting.choice(TaskKind.AUTO, TaskKind::label);

    /** Columns of the table that are no inputs. */
    public final Setting<List<String>> others =
            new Setting<>(List.of(), FormulaSettings::names, names -> String.join(", ", names));

    public final Setting<Shape> shape = Setting.choice(Shape.SEARCH, s -> s.label);
    public final Setting<String> layers = new Setting<>("2, 5, 1", text -> text, text -> text);
    public final Setting<Long> seed = Parsing.seed(0);
    public final Setting<Integer> complexity = Parsing.whole("greatest complexity", USUAL_COMPLEXITY, 1, 10_000);
    public final Setting<List<CandidateFunction>> own =
            new Setting<>(List.of(), FormulaSettings::ownFunctions, FormulaSettings::text);
    private final Map<CandidateFunction, BooleanProperty> functions = new LinkedHashMap<>();

    public FormulaSettings() {
        CandidateFunction.ALL.forEach(f -> functions.put(f, new SimpleBooleanProperty(true)));
    }

    public BooleanProperty chosenProperty(CandidateFunction function) {
        return functions.get(function);
    }

    /** Ticks those of these names, and no other. */
    public void functions(List<String> names) {
        functions.forEach((function, chosen) -> chosen.set(names.contains(function.name())));
    }

    private static List<String> names(String text) {
        return Stream.of(text.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static String checkedExpression(String text) {
        ExpressionParser.parse(text);
        return text;
    }

    private static String checkedRanges(String text) {
        for (String range : text.split(",")) {
            if (!range.strip().matches("([A-Za-z]\\w*\\s*=\\s*)?-?[\\d.eE]+?\\s*\\.\\.\\s*-?[\\d.eE]+")) {
                throw new IllegalArgumentException(
                        "\"" + range.strip() + "\" is no range: write -1..1, or x=0..1 for one variable");
            }
        }
        return text;
    }

    private static List<CandidateFunction> ownFunctions(String text) {
        return text.isBlank()
                ? List.of()
                : Stream.of(text.split(","))
                        .map(String::strip)
                        .map(one -> CandidateFunction.typed(one))
                        .toList();
    }

    private static String text(List<CandidateFunction> own) {
        return String.join(", ", own.stream().map(CandidateFunction::name).toList());
    }

    /** Functions that edges may become. */
    public List<CandidateFunction> candidates() {
        return Stream.concat(
                        functions.entrySet().stream()
                                .filter(entry -> entry.getValue().get())
                                .map(Map.Entry::getKey),
                        own.get().stream())
                .toList();
    }

    private Map<String, Setting<?>> typed() {
        Map<String, Setting<?>> typed = new LinkedHashMap<>();
        typed.put("function", expression);
        typed.put("ranges", ranges);
        typed.put("samples", rows);
        typed.put("noise", noise);
        typed.put("layers", layers);
        typed.put("complexity", complexity);
        typed.put("seed", seed);
        typed.put("own", own);
        typed.put("others", others);
        return typed;
    }

    /** All settings, {@code name=value} one a line. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append("kind=").append(kind.get()).append('\n');
        text.append("shape=").append(shape.get()).append('\n');
        text.append("task=").append(task.get()).append('\n');
        typed().forEach((name, setting) -> text.append(name)
                .append('=')
                .append(setting.textProperty().get())
                .append('\n'));
        text.append("functions=");
        text.append(String.join(
                ",",
                functions.keySet().stream()
                        .filter(f -> functions.get(f).get())
                        .map(CandidateFunction::name)
                        .toList()));
        text.append('\n');
        if (table.get() != null) {
            text.append("table=").append(table.get().file()).append('\n');
            text.append("target=").append(table.get().target()).append('\n');
        }
        if (checkpoint.get() != null) {
            text.append("checkpoint=").append(checkpoint.get().file()).append('\n');
            text.append("output=").append(checkpoint.get().target()).append('\n');
        }
        return text.toString();
    }

    /**
     * Makes them those of a text; what it lacks, and what is invalid, stays as it is.
     *
     * @return the table and the network that the text names, for their columns and outputs to be read
     */
    public Map<Kind, Chosen> show(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        text.lines()
                .map(line -> line.split("=", 2))
                .filter(parts -> parts.length == 2)
                .forEach(parts -> values.put(parts[0], parts[1]));
        typed().forEach((name, setting) -> {
            String value = values.get(name);
            if (value != null) {
                setting.textProperty().set(value);
                if (!setting.problemProperty().get().isEmpty()) {
                    setting.reset();
                }
            }
        });
        named(Shape.values(), values.get("shape")).ifPresent(shape::set);
        named(TaskKind.values(), values.get("task")).ifPresent(task::set);
        if (values.containsKey("functions")) {
            functions(List.of(values.get("functions").split(",")));
        }
        named(Kind.values(), values.get("kind")).ifPresent(kind::set);
        Map<Kind, Chosen> files = new EnumMap<>(Kind.class);
        existing(values.get("table"))
                .ifPresent(
                        file -> files.put(Kind.TABLE, new Chosen(file, List.of(), values.getOrDefault("target", ""))));
        existing(values.get("checkpoint"))
                .ifPresent(file ->
                        files.put(Kind.CHECKPOINT, new Chosen(file, List.of(), values.getOrDefault("output", ""))));
        return files;
    }

    /** A search that was asked for before, as {@link #text} has it. Throws IllegalArgumentException for what this pane cannot ask. */
    public static String text(FormulaRun.Question asked, long seed) {
        if (!asked.preset().isEmpty()) {
            throw new IllegalArgumentException("its networks have the edges of " + asked.preset()
                    + ", and here they are B-splines: repeat it on the command line");
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
            return text + "\nkind=CHECKPOINT\ncheckpoint=" + asked.model() + "\noutput=" + asked.target();
        }
        if (!data.startsWith(FunctionTarget.PREFIX)) {
            if (!Files.isRegularFile(Path.of(data))) {
                throw new IllegalArgumentException(
                        "its data " + data + " is no table that is there: repeat it on the command line");
            }
            return text + "\nkind=TABLE\ntable=" + data + "\ntarget=" + asked.target() + "\ntask="
                    + asked.task() + "\nothers="
                    + String.join(",", asked.others());
        }
        String[] parts = data.substring(FunctionTarget.PREFIX.length()).split("\\?", 2);
        text.append("\nkind=FUNCTION\nfunction=").append(parts[0]);
        Map<String, String> options = new LinkedHashMap<>(Map.of("rows", "" + USUAL_ROWS, "noise", "0"));
        for (String option : parts.length < 2 ? new String[0] : parts[1].split("&")) {
            String[] pair = option.split("=", 2);
            options.put(pair[0], pair[1]);
        }
        text.append("\nsamples=").append(options.remove("rows"));
        text.append("\nnoise=").append(options.remove("noise"));
        options.remove("seed");
        String all = options.getOrDefault("range", "-1..1");
        options.remove("range");
        text.append("\nranges=").append(all);
        options.forEach(
                (name, range) -> text.append(", ").append(name).append('=').append(range));
        return text.append('\n').toString();
    }

    private static <E extends Enum<E>> Optional<E> named(E[] all, String name) {
        return Stream.of(all).filter(one -> one.name().equals(name)).findFirst();
    }

    private static Optional<Path> existing(String file) {
        try {
            return Optional.ofNullable(file).map(Path::of).filter(Files::isRegularFile);
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }

    private Stream<Setting<?>> meant() {
        Stream<Setting<?>> data =
                kind.get() == Kind.FUNCTION ? Stream.of(expression, ranges, rows, noise) : Stream.of();
        return Stream.concat(data, Stream.of(seed, complexity, own));
    }

    /** Changes with every setting. */
    public void onChange(Runnable listener) {
        ChangeListener<Object> changed = (_, _, _) -> listener.run();
        for (Setting<?> setting :
                List.of(kind, expression, ranges, rows, noise, task, others, shape, layers, seed, complexity, own)) {
            setting.valueProperty().addListener(changed);
            setting.problemProperty().addListener(changed);
        }
        table.addListener(changed);
        checkpoint.addListener(changed);
        functions.values().forEach(chosen -> chosen.addListener(changed));
    }

    /** Why nothing can be sought; empty when all is well. */
    public String obstacle() {
        Optional<String> wrong = meant().map(
                        setting -> setting.problemProperty().get())
                .filter(problem -> !problem.isEmpty())
                .findFirst();
        if (wrong.isPresent()) {
            return wrong.get();
        }
        if (kind.get() == Kind.TABLE && table.get() == null) {
            return "No table chosen: open a CSV file";
        }
        if (kind.get() == Kind.CHECKPOINT && checkpoint.get() == null) {
            return "No network chosen: open a model file, or pykan's file that ends in _config.yml";
        }
        return candidates().isEmpty() ? "No function chosen: tick at least one" : "";
    }

    /** What is sought now, to be read later. */
    Request request() {
        return switch (kind.get()) {
            case FUNCTION -> request(expression.get(), Optional.of(function()), "");
            case TABLE -> {
                Chosen chosen = table.get();
                List<String> targets = Stream.concat(Stream.of(chosen.target()), others.get().stream())
                        .distinct()
                        .toList();
                yield request(
                        chosen.file().getFileName() + ", " + chosen.target(),
                        Optional.of(new DataSource.CsvFile(chosen.file(), targets, task.get())),
                        chosen.target());
            }
            case CHECKPOINT -> {
                Chosen chosen = checkpoint.get();
                yield request(
                        chosen.file().getFileName() + (chosen.names().size() > 1 ? ", " + chosen.target() : ""),
                        Optional.empty(),
                        chosen.target());
            }
        };
    }

    private Request request(String label, Optional<DataSource> data, String target) {
        return new Request(
                label,
                data,
                target,
                data.isEmpty() ? checkpoint.get().file() : null,
                shape.get() == Shape.GIVEN ? layers.get() : null,
                seed.get(),
                complexity.get(),
                candidates());
    }

    private DataSource function() {
        StringBuilder text = new StringBuilder(expression.get());
        text.append("?rows=").append(rows.get());
        text.append("&noise=").append(Parsing.number(noise.get()));
        text.append("&seed=").append(seed.get());
        for (String range : ranges.get().replace(" ", "").split(",")) {
            text.append('&').append(range.contains("=") ? range : "range=" + range);
        }
        return new DataSource.Function(text.toString());
    }
}
