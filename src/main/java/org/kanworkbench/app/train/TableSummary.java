package org.kanworkbench.app.train;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Counted;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Features;
import org.kanworkbench.data.Target;
import org.kanworkbench.training.ScoreText;

/**
 * What a table's training samples hold: a line a column, the targets last.
 *
 * @param columns of which there is a line
 * @param notes how many more columns there are, how often each class occurs, and which rows are left out, a line each
 */
record TableSummary(List<Column> columns, String notes) {

    private static final int MOST_COLUMNS = 10;
    private static final int MOST_CLASSES = 8;
    private static final int BINS = 24;
    private static final int DIGITS = 4;
    private static final double ROUNDING = 1e-6;
    /** Whole numbers below this are written in full. */
    private static final double LARGEST = 1e6;

    /**
     * @param scaling null for a column of words
     * @param counts of its samples from the least to the greatest value, in intervals of equal width; or with each word
     */
    record Column(ColumnScaling.Column scaling, String name, int[] counts) {

        private Column(ColumnScaling.Column scaling, String name) {
            this(scaling, name, new int[BINS]);
        }

        /** @param words of which there are several */
        private static Column ofWords(String name, List<ColumnScaling.Column> words, int rows) {
            return new Column(
                    null,
                    name + " (" + words.size() + " words)",
                    words.stream()
                            .mapToInt(word -> (int) Math.rint(word.mean() * rows))
                            .toArray());
        }

        /** Of a word, which has no range: 0, unless every row has it. */
        private double least() {
            return !scaling.range().isEmpty() ? settled(scaling.range().getFirst()) : scaling.mean() == 1 ? 1 : 0;
        }

        private double most() {
            return !scaling.range().isEmpty() ? settled(scaling.range().getLast()) : scaling.mean() == 0 ? 0 : 1;
        }

        /** Without float32's rounding of a zero. */
        private double settled(double value) {
            return Math.abs(value) < ROUNDING * (Math.abs(scaling.mean()) + scaling.deviation()) ? 0 : value;
        }

        private void count(double standardised) {
            double share = (scaling.raw(standardised) - least()) / (most() - least());
            counts[(int) Math.clamp(share * BINS, 0, BINS - 1)]++;
        }

        private List<String> line() {
            if (scaling == null) {
                return List.of(name, "–", "–", "–");
            }
            return List.of(
                    least() == most() ? name + " (constant)" : name, text(least()), text(scaling.mean()), text(most()));
        }
    }

    /** Of a data set with the scaling of its columns; for the background. */
    static TableSummary of(Dataset dataset) {
        ColumnScaling scaling = dataset.scaling().orElseThrow();
        Features features = dataset.train().features();
        Map<String, List<Integer>> inputs = scaling.placesByColumn();
        List<Column> shown = new ArrayList<>();
        Map<Integer, Column> numbers = new HashMap<>();
        inputs.entrySet().stream().limit(MOST_COLUMNS).forEach(input -> {
            List<ColumnScaling.Column> columns =
                    input.getValue().stream().map(scaling.columns()::get).toList();
            if (columns.size() > 1) {
                shown.add(Column.ofWords(input.getKey(), columns, features.rows()));
            } else {
                shown.add(new Column(columns.getFirst(), input.getKey()));
                numbers.put(input.getValue().getFirst(), shown.getLast());
            }
        });
        float[] row = new float[scaling.columns().size()];
        for (int r = 0; r < features.rows(); r++) {
            features.copyRow(r, row, 0);
            numbers.forEach((place, column) -> column.count(row[place]));
        }
        int more = inputs.size() - shown.size();
        String classes = "";
        switch (dataset.target()) {
            case Target.Classes named ->
                classes = counted(named.names(), dataset.train().labels());
            case Target.Numbers target ->
                shown.addAll(targets(target.scaling().columns(), dataset.train().numbers()));
        }
        return new TableSummary(
                shown,
                Stream.of(more == 0 ? "" : "and " + Counted.of(more, "more column"), classes, dataset.remark())
                        .filter(note -> !note.isEmpty())
                        .collect(Collectors.joining("\n")));
    }

    private static List<Column> targets(List<ColumnScaling.Column> all, float[] numbers) {
        List<Column> targets = all.stream()
                .limit(MOST_COLUMNS)
                .map(target -> new Column(target, target.name() + " (target)"))
                .toList();
        for (int at = 0; at < numbers.length; at++) {
            if (at % all.size() < targets.size()) {
                targets.get(at % all.size()).count(numbers[at]);
            }
        }
        return targets;
    }

    /** As {@link org.kanworkbench.app.controls.TextTable#show}. */
    List<List<String>> rows() {
        return Stream.concat(
                        Stream.of(List.of("Column", "Min", "Mean", "Max", "Distribution")),
                        columns.stream().map(Column::line))
                .toList();
    }

    private static String text(double value) {
        // Standardised in float32: what was a whole number is one again.
        boolean whole = Math.abs(value - Math.rint(value)) < ROUNDING * Math.abs(value) && Math.abs(value) < LARGEST;
        return (whole ? String.format(Locale.ROOT, "%,.0f", value) : ScoreText.significant(value, DIGITS))
                .replace('-', '−');
    }

    /** The rarest last. */
    private static String counted(List<String> names, int[] labels) {
        int[] counts = new int[names.size()];
        for (int label : labels) {
            counts[label]++;
        }
        List<String> all = IntStream.range(0, counts.length)
                .boxed()
                .sorted((a, b) -> Integer.compare(counts[b], counts[a]))
                .map(c -> String.format(Locale.ROOT, "%s: %,d", names.get(c), counts[c]))
                .collect(Collectors.toCollection(ArrayList::new));
        if (all.size() > MOST_CLASSES) {
            all.set(MOST_CLASSES - 2, "…");
            all.subList(MOST_CLASSES - 1, all.size() - 1).clear();
        }
        return "Samples of each class: " + String.join(", ", all);
    }
}
