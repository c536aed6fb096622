package org.kanworkbench.app.formulas.state;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ChangeListener;
import org.kanworkbench.app.controls.setting.Parsing;
import org.kanworkbench.app.controls.setting.Setting;
import org.kanworkbench.app.controls.setting.Ticks;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.TaskKind;
import org.kanworkbench.expression.ExpressionParser;
import org.kanworkbench.formula.network.CandidateFunction;

/** What a formula is sought for, and how. Each kind of data keeps its values. */
public final class FormulaSettings {

    public enum Kind {
        FUNCTION("Function"),
        TABLE("CSV file"),
        EXAMPLE("Bundled example"),
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

    /**
     * A file with what a formula may be of, a table's columns or a network's outputs, and the one that is chosen.
     *
     * @param title what the file is called here
     * @param note what there is to say about it; empty for nothing
     */
    public record Chosen(Path file, String title, List<String> names, String target, String note) {

        /** What is yet to be read, of which that name is wanted. */
        public static Chosen named(Path file, String title, String wanted) {
            return new Chosen(file, title, List.of(), wanted, "");
        }

        /** Takes the wanted name if it is there. */
        public Chosen of(List<String> found, String usual, String words) {
            return new Chosen(file, title, found, found.contains(target) ? target : usual, words);
        }

        /** Another of the names. */
        public Chosen target(String other) {
            return new Chosen(file, title, names, other, note);
        }
    }

    /** A name, in quotes where it has a comma. */
    private static final Pattern NAME = Pattern.compile("\\s*\"((?:[^\"]|\"\")*)\"\\s*|[^,]+");

    /** With or without the variable that it is for. */
    private static final Pattern RANGE = Pattern.compile("(?:[A-Za-z]\\w*\\s*=\\s*)?(\\S+?)\\s*\\.\\.\\s*(\\S+)");

    static final int USUAL_ROWS = 1000;
    private static final int MOST_ROWS = 100_000;
    private static final int USUAL_COMPLEXITY = 60;
    static final int MOST_COMPLEXITY = 10_000;

    public final Setting<Kind> kind = Setting.choice(Kind.FUNCTION, k -> k.label);
    public final Setting<String> expression =
            new Setting<>("exp(sin(pi*x) + y^2)", FormulaSettings::checkedExpression, text -> text);
    public final Setting<String> ranges = new Setting<>("-1..1", this::checkedRanges, text -> text);
    public final Setting<Integer> rows = Parsing.whole("samples", USUAL_ROWS, 20, MOST_ROWS);
    public final Setting<Double> noise = Parsing.real("noise", 0, 0, false, 10);
    public final ObjectProperty<Chosen> table = new SimpleObjectProperty<>();
    public final ObjectProperty<Chosen> checkpoint = new SimpleObjectProperty<>();
    public final Setting<BundledExample> example = Setting.choice(BundledExample.ALL.getFirst(), BundledExample::label);
    /** What the table's target is for. */
    public final Setting<TaskKind> task = Setting.choice(TaskKind.AUTO, TaskKind::label);

    /** Columns of the table that are no inputs. */
    public final Setting<List<String>> others =
            new Setting<>(List.of(), FormulaSettings::names, FormulaSettings::listed);

    public final Setting<Shape> shape = Setting.choice(Shape.SEARCH, s -> s.label);
    public final Setting<String> layers = new Setting<>("2, 5, 1", text -> text, text -> text);
    public final Setting<Long> seed = Parsing.seed(0);
    public final Setting<Integer> complexity = Parsing.whole("max. complexity", USUAL_COMPLEXITY, 1, MOST_COMPLEXITY);
    public final Setting<List<CandidateFunction>> own =
            new Setting<>(List.of(), FormulaSettings::ownFunctions, FormulaSettings::text);
    /** Functions that edges may become, besides those that a person has typed. */
    public final Ticks<CandidateFunction> functions = new Ticks<>(CandidateFunction.ALL, _ -> true);

    public FormulaSettings() {
        expression.valueProperty().addListener(_ -> ranges.reread());
    }

    private static List<String> names(String text) {
        return NAME.matcher(text)
                .results()
                .map(name -> name.group(1) == null
                        ? name.group().strip()
                        : name.group(1).replace("\"\"", "\""))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** As {@link #names} reads them. */
    static String listed(List<String> names) {
        return names.stream()
                .map(name ->
                        name.contains(",") || name.startsWith("\"") ? "\"" + name.replace("\"", "\"\"") + "\"" : name)
                .collect(Collectors.joining(", "));
    }

    private static String checkedExpression(String text) {
        ExpressionParser.parse(text);
        return text;
    }

    private String checkedRanges(String text) {
        Set<String> variables = ExpressionParser.variables(expression.get());
        Set<String> given = new HashSet<>();
        for (String part : text.split(",")) {
            String range = part.strip();
            checkRange(range);
            String name =
                    range.contains("=") ? range.substring(0, range.indexOf('=')).strip() : "";
            if (!name.isEmpty() && !variables.contains(name)) {
                throw new IllegalArgumentException(
                        "\"" + name + "\" is no variable of the function: it has " + String.join(", ", variables));
            }
            if (!given.add(name)) {
                throw new IllegalArgumentException("\"" + range + "\" is a second range for "
                        + (name.isEmpty() ? "all" : name) + ": leave one out");
            }
        }
        return text;
    }

    private static void checkRange(String range) {
        Matcher ends = RANGE.matcher(range);
        double width;
        try {
            width = ends.matches() ? Double.parseDouble(ends.group(2)) - Double.parseDouble(ends.group(1)) : Double.NaN;
        } catch (NumberFormatException _) {
            width = Double.NaN;
        }
        if (!Double.isFinite(width)) {
            throw new IllegalArgumentException(
                    "\"" + range + "\" is not a range: write -1..1, or x=0..1 for one variable");
        }
        if (width <= 0) {
            throw new IllegalArgumentException("\"" + range + "\" is empty: give the smaller number first");
        }
    }

    private static List<CandidateFunction> ownFunctions(String text) {
        return text.isBlank()
                ? List.of()
                : CandidateFunction.split(text).stream()
                        .map(one -> CandidateFunction.typed(one))
                        .toList();
    }

    private static String text(List<CandidateFunction> own) {
        return String.join(", ", own.stream().map(CandidateFunction::name).toList());
    }

    /** Functions that edges may become. */
    public List<CandidateFunction> candidates() {
        return Stream.concat(functions.chosen().stream(), own.get().stream()).toList();
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
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("kind", kind.get());
        values.put("shape", shape.get());
        values.put("example", example.get().name());
        values.put("task", task.get());
        typed().forEach((name, setting) ->
                values.put(name, setting.textProperty().get()));
        values.put(
                "functions",
                functions.chosen().stream().map(CandidateFunction::name).collect(Collectors.joining(",")));
        if (table.get() != null) {
            values.put("table", table.get().file());
            values.put("target", table.get().target());
        }
        if (checkpoint.get() != null) {
            values.put("checkpoint", checkpoint.get().file());
            values.put("title", checkpoint.get().title());
            values.put("output", checkpoint.get().target());
        }
        return values.entrySet().stream()
                .map(value -> value.getKey() + "=" + value.getValue() + "\n")
                .collect(Collectors.joining());
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
            }
        });
        // The function first, which decides on the ranges.
        typed().values().stream()
                .filter(setting -> !setting.problemProperty().get().isEmpty())
                .forEach(Setting::reset);
        named(Shape.values(), values.get("shape")).ifPresent(shape::set);
        BundledExample.named(values.get("example")).ifPresent(example::set);
        named(TaskKind.values(), values.get("task")).ifPresent(task::set);
        if (values.containsKey("functions")) {
            List<String> names = List.of(values.get("functions").split(","));
            functions.choose(function -> names.contains(function.name()));
        }
        named(Kind.values(), values.get("kind")).ifPresent(kind::set);
        Map<Kind, Chosen> files = new EnumMap<>(Kind.class);
        existing(values.get("table"))
                .ifPresent(file ->
                        files.put(Kind.TABLE, Chosen.named(file, name(file), values.getOrDefault("target", ""))));
        existing(values.get("checkpoint"))
                .ifPresent(file -> files.put(
                        Kind.CHECKPOINT,
                        Chosen.named(
                                file, values.getOrDefault("title", name(file)), values.getOrDefault("output", ""))));
        return files;
    }

    private static String name(Path file) {
        return file.getFileName().toString();
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
        for (Setting<?> setting : List.of(
                kind, expression, ranges, rows, noise, example, task, others, shape, layers, seed, complexity, own)) {
            setting.onChange(listener);
        }
        table.addListener(changed);
        checkpoint.addListener(changed);
        functions.onChange(listener);
    }

    /** Why nothing can be sought; empty when all is well. */
    public String obstacle() {
        return Setting.problem(meant()).orElseGet(this::unchosen);
    }

    /** The obstacle that no field tells by itself; empty for none. */
    public String unchosen() {
        return !missing().isEmpty() ? missing() : candidates().isEmpty() ? "No function chosen: tick at least one" : "";
    }

    private String missing() {
        if (kind.get() == Kind.TABLE && table.get() == null) {
            return "Choose a CSV file with a header";
        }
        return kind.get() == Kind.CHECKPOINT && checkpoint.get() == null
                ? "Choose an open model, a model file, or pykan's file that ends in _config.yml"
                : "";
    }

    /** What is yet to be chosen, or is to be known of what is; empty for nothing. */
    public String hint() {
        return missing().isEmpty() && kind.get() == Kind.CHECKPOINT
                ? checkpoint.get().note()
                : missing();
    }

    /** What is sought now, to be read later. */
    Request request() {
        return switch (kind.get()) {
            case FUNCTION -> request(expression.get(), Optional.of(function()), "");
            case EXAMPLE ->
                request(example.get().label(), Optional.of(example.get().source()), "");
            case TABLE -> {
                Chosen chosen = table.get();
                List<String> targets = Stream.concat(Stream.of(chosen.target()), others.get().stream())
                        .distinct()
                        .toList();
                yield request(
                        chosen.title() + ", " + chosen.target(),
                        Optional.of(new DataSource.CsvFile(chosen.file(), targets, task.get())),
                        chosen.target());
            }
            case CHECKPOINT -> {
                Chosen chosen = checkpoint.get();
                yield request(
                        chosen.title() + (chosen.names().size() > 1 ? ", " + chosen.target() : ""),
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
