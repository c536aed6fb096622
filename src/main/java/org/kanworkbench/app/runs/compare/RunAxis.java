package org.kanworkbench.app.runs.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.kanworkbench.app.runs.run.RunColumn;
import org.kanworkbench.app.runs.run.SettingNames;
import org.kanworkbench.files.Column;
import org.kanworkbench.files.CsvText;
import org.kanworkbench.files.model.ConfigurationText;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.training.Measure;
import org.kanworkbench.training.ScoreText;

/**
 * One property of several runs, as an axis has it.
 *
 * @param texts each run's value in words
 * @param values each run's value, of words their place in the order of first mention; NaN where a run lacks it
 * @param percent whether no value is above 100
 * @param log whether values are decimal logarithms of what they stand for
 * @param measured whether values are numbers whatever the texts are, as of {@code 10 / 10} epochs
 */
public record RunAxis(
        String name, List<String> texts, List<Double> values, boolean percent, boolean log, boolean measured) {

    public RunAxis(String name, List<String> texts, List<Double> values, boolean percent, boolean log) {
        this(name, texts, values, percent, log, false);
    }

    public RunAxis(String name, List<String> texts, List<Double> values, boolean percent) {
        this(name, texts, values, percent, false);
    }

    public RunAxis(String name, List<String> texts, List<Double> values) {
        this(name, texts, values, false);
    }

    /** The word for each value, in order; none for numbers. */
    SortedMap<Double, String> words() {
        SortedMap<Double, String> words = new TreeMap<>();
        if (measured) {
            return words;
        }
        for (int i = 0; i < texts.size(); i++) {
            double value = values.get(i);
            if (Double.isFinite(value)) {
                if (value != Math.rint(value)
                        || texts.get(i).isEmpty()
                        || !number(texts.get(i).replace(",", "")).isNaN()) {
                    return new TreeMap<>();
                }
                words.put(value, texts.get(i));
            }
        }
        return words;
    }

    /** What a tick of numbers stands for. */
    String label(double tick, String usual) {
        return log ? ScoreText.significant(Math.pow(10, tick), 2) : usual;
    }

    /** Whether the runs differ in it. */
    public boolean varies() {
        return values.stream().filter(v -> !v.isNaN()).distinct().count() > 1;
    }

    /** Which runs have the same value, whatever the values are: each run's place in the order of first mention. */
    public List<Double> pattern() {
        List<Double> distinct = values.stream().distinct().toList();
        return values.stream().map(v -> (double) distinct.indexOf(v)).toList();
    }

    double least() {
        return values.stream().filter(v -> !v.isNaN()).mapToDouble(v -> v).min().orElse(0);
    }

    double most() {
        return values.stream().filter(v -> !v.isNaN()).mapToDouble(v -> v).max().orElse(1);
    }

    /** Where words stand that are not at an end; none for numbers, of which the ends tell enough. */
    Set<Double> between() {
        Set<Double> inner = words().keySet();
        inner.removeAll(List.of(least(), most()));
        return inner;
    }

    /** The columns that hold numbers, and every setting in which the runs' configurations differ. */
    public static List<RunAxis> of(List<StoredRun> runs) {
        List<RunAxis> dimensions = new ArrayList<>(settings(runs));
        for (RunColumn column : RunColumn.values()) {
            if (column.measured()
                    && runs.stream().anyMatch(run -> column.value(run).isPresent())) {
                dimensions.add(of(column, runs));
            }
        }
        return dimensions;
    }

    public static RunAxis of(RunColumn column, List<StoredRun> runs) {
        List<OptionalDouble> values = runs.stream().map(column::value).toList();
        double unit = column.share() ? 100 : 1;
        String title = column.title() + (column.scores() ? scored(runs) : "");
        return new RunAxis(
                switch (column) {
                    case BEST, LAST -> title + ", %";
                    case TIME -> "Time, s";
                    case EPOCHS -> "Epochs";
                    default -> title;
                },
                runs.stream().map(column::text).toList(),
                values.stream().map(v -> unit * v.orElse(Double.NaN)).toList(),
                column.share(),
                false,
                true);
    }

    /** On which samples, where it is not the test set alone. */
    private static String scored(List<StoredRun> runs) {
        return runs.stream().noneMatch(StoredRun::untested)
                ? ""
                : runs.stream().allMatch(StoredRun::untested) ? " (val)" : " (test/val)";
    }

    /** The settings in which the configurations differ. */
    public static List<RunAxis> settings(List<StoredRun> runs) {
        List<RunAxis> settings = new ArrayList<>();
        ConfigurationText.differences(runs.stream()
                        .map(run -> run.description().configuration())
                        .toList())
                .forEach((path, texts) -> settings.add(new RunAxis(
                        SettingNames.of(path),
                        texts.stream().map(SettingNames::value).toList(),
                        numbers(texts))));
        return settings;
    }

    private static List<Double> numbers(List<String> texts) {
        Double[] values = new Double[texts.size()];
        Map<String, Double> places = new LinkedHashMap<>();
        boolean words =
                texts.stream().anyMatch(text -> !text.isEmpty() && number(text).isNaN());
        for (int i = 0; i < values.length; i++) {
            String text = texts.get(i);
            if (!words || text.isEmpty()) {
                values[i] = number(text);
            } else {
                places.putIfAbsent(text, (double) places.size());
                values[i] = places.get(text);
            }
        }
        return Arrays.asList(values);
    }

    private static Double number(String text) {
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** The runs' values as a spreadsheet takes them: numbers, or words. */
    private Column<Integer> column() {
        boolean words = !words().isEmpty();
        return new Column<>(name, run -> {
            double value = values.get(run);
            return !Double.isFinite(value) ? "" : words ? texts.get(run) : (Object) (log ? Math.pow(10, value) : value);
        });
    }

    /** A table of runs and dimensions, for a spreadsheet. */
    public static String csv(List<String> runs, List<RunAxis> dimensions) {
        List<Column<Integer>> columns = new ArrayList<>(List.of(new Column<>("run", runs::get)));
        dimensions.forEach(d -> columns.add(d.column()));
        return CsvText.of(columns, runs.size());
    }

    /** The text of a run with this value. */
    String textOf(double value) {
        int at = values.indexOf(value);
        String text = at < 0 ? ScoreText.of(Measure.RMSE, value) : texts.get(at);
        return text.length() > 14 ? text.substring(0, 13) + "…" : text;
    }
}
