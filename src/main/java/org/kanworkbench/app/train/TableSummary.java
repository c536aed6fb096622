package org.kanworkbench.app.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Features;
import org.kanworkbench.data.Target;
import org.kanworkbench.training.ScoreText;

/**
 * What a table's training samples hold: a line a column, the targets last.
 *
 * @param rows as {@link org.kanworkbench.app.controls.TextTable#show}
 * @param notes lines of how often each class occurs, and which rows are left out
 */
record TableSummary(List<List<String>> rows, String notes) {

    private static final int MOST_COLUMNS = 10;
    private static final int MOST_CLASSES = 8;
    private static final int DIGITS = 4;
    private static final double ROUNDING = 1e-6;
    /** Whole numbers below this are written in full. */
    private static final double LARGEST = 1e6;

    /** Of a data set with the scaling of its columns; for the background. */
    static TableSummary of(Dataset dataset) {
        Features features = dataset.train().features();
        int width = features.width();
        double[] least = new double[width];
        double[] most = new double[width];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        Arrays.fill(most, Double.NEGATIVE_INFINITY);
        float[] row = new float[width];
        for (int r = 0; r < features.rows(); r++) {
            features.copyRow(r, row, 0);
            for (int c = 0; c < width; c++) {
                least[c] = Math.min(least[c], row[c]);
                most[c] = Math.max(most[c], row[c]);
            }
        }
        List<ColumnScaling.Column> columns = dataset.scaling().orElseThrow().columns();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("Column", "Min", "Mean", "Max"));
        for (int c = 0; c < Math.min(width, MOST_COLUMNS); c++) {
            rows.add(line(columns.get(c), columns.get(c).name(), least[c], most[c]));
        }
        if (width > MOST_COLUMNS) {
            rows.add(List.of("and " + (width - MOST_COLUMNS) + " more", "", "", ""));
        }
        if (dataset.target() instanceof Target.Numbers numbers) {
            addTargets(numbers.scaling().columns(), dataset.train().numbers(), rows);
        }
        String classes = dataset.target() instanceof Target.Classes named
                ? counted(named.names(), dataset.train().labels())
                : "";
        return new TableSummary(
                rows,
                Stream.of(classes, dataset.leftOut())
                        .filter(note -> !note.isEmpty())
                        .collect(Collectors.joining("\n")));
    }

    private static void addTargets(List<ColumnScaling.Column> targets, float[] numbers, List<List<String>> rows) {
        for (int t = 0; t < Math.min(targets.size(), MOST_COLUMNS); t++) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (int n = t; n < numbers.length; n += targets.size()) {
                least = Math.min(least, numbers[n]);
                most = Math.max(most, numbers[n]);
            }
            rows.add(line(targets.get(t), targets.get(t).name() + " (target)", least, most));
        }
    }

    private static List<String> line(ColumnScaling.Column column, String name, double least, double most) {
        return List.of(
                least == most ? name + " (constant)" : name,
                text(column.raw(least)),
                text(column.mean()),
                text(column.raw(most)));
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
