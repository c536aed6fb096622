package org.kanworkbench.compare.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.kanworkbench.compare.Comparison;
import org.kanworkbench.compare.ComparisonFolder;
import org.kanworkbench.compare.Quantity;
import org.kanworkbench.compare.Score;
import org.kanworkbench.compare.SizedData;
import org.kanworkbench.compare.summary.ComparisonSummary;
import org.kanworkbench.compare.summary.Standing;
import org.kanworkbench.data.Counted;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.data.WholeFile;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.Column;
import org.kanworkbench.files.CsvText;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.network.Field;
import org.kanworkbench.plot.Plot;
import org.kanworkbench.report.Html;
import org.kanworkbench.report.PlotFiles;
import org.kanworkbench.training.Measure;
import org.kanworkbench.training.ScoreText;

/**
 * A comparison's report: one self-contained page, its plots as separate files, and the table as CSV and Markdown.
 *
 * @param command that makes the same comparison; empty if there is none
 */
public record ComparisonReport(ComparisonSummary summary, String command) {

    public static final String PAGE = "report.html";
    public static final String CSV = "table.csv";
    public static final String MARKDOWN = "table.md";
    public static final String TRAININGS = "trainings.csv";

    private static final String BEGIN = "<!-- compare: begin -->";
    private static final String END = "<!-- compare: end -->";

    /** Writes all files to an existing folder. */
    public void write(Path folder) throws SaveException {
        List<Plot> plots = ComparisonPlots.of(summary);
        PlotFiles.write(plots, folder);
        AtomicFile.write(folder.resolve(PAGE), page(plots));
        AtomicFile.write(folder.resolve(CSV), csv());
        AtomicFile.write(folder.resolve(MARKDOWN), markdown());
        AtomicFile.write(folder.resolve(TRAININGS), trainings());
        // Another comparison's report may have been there.
        ComparisonFolder.write(summary.sized(), folder);
    }

    /**
     * Puts the table into a Markdown page: in the place of the last one, or at the page's end.
     *
     * @param page created if missing
     */
    public void insert(Path page) throws SaveException {
        String text;
        try {
            text = Files.exists(page) ? WholeFile.text(page, WholeFile.MOST_OWN) : "";
        } catch (IOException e) {
            throw new SaveException("cannot read " + page + " (" + FileErrors.reason(e) + "): choose another file", e);
        }
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END, Math.max(0, begin));
        boolean there = begin >= 0 && end >= 0;
        String before = there ? text.substring(0, begin) : text.isEmpty() ? "" : text.stripTrailing() + "\n\n";
        String after = there ? text.substring(end + END.length()) : "\n";
        AtomicFile.write(page, before + BEGIN + "\n\n" + markdown() + "\n" + END + after);
    }

    private String page(List<Plot> plots) {
        Html html = new Html("Presets compared").verdict(summary.verdict());
        html.paragraph(protocol());
        for (int data = 0; data < summary.sized().data().size(); data++) {
            String name = summary.sized().data().get(data).name();
            html.heading(name).paragraph(samples(data)).table(columns(data), summary.standings(data));
        }
        html.heading("Plots").plots(plots);
        html.heading("What this does not show");
        limits().forEach(html::paragraph);
        html.heading("How to repeat it");
        if (!command.isEmpty()) {
            html.preformatted(command);
        }
        html.paragraph(ComparisonFolder.COMPARISON + " beside this page has all settings and widths, " + TRAININGS
                + " a line per training.");
        return html.document();
    }

    private List<Column<Standing>> columns(int data) {
        Measure measure = summary.sized().data().get(data).measure();
        String score = measure == Measure.ACCURACY ? "accuracy" : "RMSE";
        return List.of(
                new Column<>("preset", s -> s.preset().preset()),
                new Column<>("mean rank", s -> number("%.2f", s.rank())),
                new Column<>("test " + score, s -> TableText.of(s.test(), measure)),
                new Column<>("95 % confidence interval", s -> TableText.of(s.interval(), measure)),
                new Column<>("validation " + score, s -> TableText.of(s.validation(), measure)),
                new Column<>("units", TableText::hidden),
                new Column<>(
                        "parameters",
                        s -> String.format(Locale.ROOT, "%,d", s.preset().parameters())),
                new Column<>(
                        "FLOPs",
                        s -> String.format(Locale.ROOT, "%,d", s.preset().flops())),
                new Column<>(
                        "training [s]",
                        s -> s.seconds() < 1 ? ScoreText.significant(s.seconds(), 2) : number("%.1f", s.seconds())),
                new Column<>(
                        "learning rate",
                        s -> (Double.isNaN(s.learningRate()) ? "" : Field.plain(s.learningRate()))
                                + (s.atEnd() ? " *" : "")),
                new Column<>(
                        "seeds",
                        s -> s.failed() == 0
                                ? String.valueOf(s.seeds())
                                : s.seeds() + ", " + s.failed() + " diverged"));
    }

    /** The standings of a data set, best first, under the names of their columns. */
    public List<List<String>> table(int data) {
        return Column.texts(columns(data), summary.standings(data));
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
    }

    private String samples(int data) {
        SizedData on = summary.sized().data().get(data);
        return String.format(
                Locale.ROOT,
                "%,d training, %,d validation and %,d test samples; %s, %,d to try a learning rate.",
                on.trainRows(),
                on.validationRows(),
                on.testRows(),
                Counted.of(on.epochs(), "epoch"),
                on.tuningEpochs());
    }

    private String protocol() {
        Comparison comparison = summary.sized().comparison();
        String matched = comparison.quantity() == Quantity.NONE
                ? "Every preset has its own widths."
                : "Hidden layers have the width at which a network has as many "
                        + comparison.quantity().label()
                        + " as "
                        + (comparison.size() > 0
                                ? "asked for (" + String.format(Locale.ROOT, "%,.0f", comparison.size()) + ")."
                                : comparison.presets().getFirst() + " with its own.");
        return String.format(
                Locale.ROOT,
                "%s The learning rate of each preset is the one of %s with the best validation score, tried with one further"
                        + " seed; * marks the least and the largest. Then each is trained with %s, %d … %d, and the"
                        + " weights of the last epoch see the test samples once. %s All runs together took %s, each on %s.",
                matched,
                comparison.learningRates().stream().map(Field::plain).collect(Collectors.joining(", ")),
                Counted.of(comparison.seeds(), "seed"),
                comparison.firstSeed(),
                comparison.firstSeed() + comparison.seeds() - 1,
                summary.equal() == 0
                        ? "No two seeds ended with the same weights."
                        : summary.equal() + " runs ended with the weights of another seed: do not trust this table.",
                summary.hours() < 1
                        ? String.format(Locale.ROOT, "%.1f minutes", 60 * summary.hours())
                        : String.format(Locale.ROOT, "%.1f hours", summary.hours()),
                comparison.device());
    }

    /** What must not be read into it, a sentence or two each. */
    public List<String> limits() {
        Quantity quantity = summary.sized().comparison().quantity();
        List<String> limits = new ArrayList<>(List.of(
                "Intervals are Student's over seeds, that is over initial weights and the order of samples, for one split"
                        + " and one test set. Other test samples would move all presets together" + movement() + ".",
                "Only width and learning rate were fitted to each preset. Order or grid of the basis, depth, optimiser,"
                        + " schedule, weight decay and augmentation are the preset's; another choice may change the order.",
                "All were trained for the same number of epochs: what more or fewer would have changed is not known.",
                "Training times are medians, on " + summary.sized().comparison().device()
                        + " while others were at work, and of this program: another implementation has others.",
                "A critical difference of mean ranks for all pairs at once is strict: no significant difference is not"
                        + " evidence of equality."));
        if (quantity != Quantity.NONE) {
            limits.add("Networks are equal in " + quantity.label() + difference(quantity) + " and differ in all else.");
        }
        return limits;
    }

    /** How far apart whole units leave them, of those of one data set. */
    private String difference(Quantity quantity) {
        double most = summary.sized().data().stream()
                .map(on -> on.presets().stream()
                        .mapToDouble(of -> quantity == Quantity.TIME
                                ? of.stepMicros()
                                : quantity == Quantity.FLOPS ? of.flops() : of.parameters())
                        .summaryStatistics())
                .mapToDouble(all -> all.getMax() / all.getMin() - 1)
                .max()
                .orElse(0);
        return String.format(
                Locale.ROOT, " but for whole units (the largest has %.0f %% more than the smallest),", 100 * most);
    }

    /** By how much, for the best preset's accuracy: 95 % of the binomial distribution. */
    private String movement() {
        return summary.sized().data().stream()
                .filter(on -> on.measure() == Measure.ACCURACY)
                .flatMap(on -> summary.standings(summary.sized().data().indexOf(on)).stream()
                        .filter(s -> !Double.isNaN(s.test()))
                        .limit(1)
                        .map(s -> String.format(
                                Locale.ROOT,
                                "%s by ±%.2f percentage points",
                                on.name(),
                                196 * Math.sqrt(s.test() * (1 - s.test()) / on.testRows()))))
                .collect(Collectors.collectingAndThen(
                        Collectors.joining(", "), text -> text.isEmpty() ? "" : " (95 %: " + text + ")"));
    }

    private String markdown() {
        StringBuilder text = new StringBuilder();
        if (!command.isEmpty()) {
            text.append("    ").append(command).append("\n\n");
        }
        text.append(protocol()).append("\n\n");
        for (int data = 0; data < summary.sized().data().size(); data++) {
            text.append("**")
                    .append(plain(summary.sized().data().get(data).name()))
                    .append(".** ")
                    .append(samples(data))
                    .append("\n\n");
            List<List<String>> lines = table(data);
            lines.add(1, lines.getFirst().stream().map(_ -> "---").toList());
            lines.forEach(
                    cells -> text.append("| ").append(String.join(" | ", cells)).append(" |\n"));
            text.append('\n');
        }
        text.append(plain(summary.verdict())).append("\n\nWhat this does not show:\n\n");
        limits().forEach(limit -> text.append("- ").append(plain(limit)).append('\n'));
        return text.toString();
    }

    /** As Markdown that says the same. */
    private static String plain(String text) {
        return text.replaceAll("([*_|`])", "\\\\$1");
    }

    /** As the lines of the command's {@code --json}, with full precision. */
    private String csv() {
        List<Column<Standing>> columns = List.of(
                new Column<>("data", s -> summary.data(s).name()),
                new Column<>("preset", s -> s.preset().preset()),
                new Column<>("units", TableText::hidden),
                new Column<>("parameters", s -> s.preset().parameters()),
                new Column<>("flops", s -> s.preset().flops()),
                new Column<>("seeds", Standing::seeds),
                new Column<>("failed", Standing::failed),
                new Column<>("learning_rate", s -> finite(s.learningRate())),
                new Column<>("validation_mean", s -> finite(s.validation())),
                new Column<>("test_mean", s -> finite(s.test())),
                new Column<>("test_lo", s -> finite(s.interval().low())),
                new Column<>("test_hi", s -> finite(s.interval().high())),
                new Column<>("train_s", s -> finite(s.seconds())),
                new Column<>("rank", s -> finite(s.rank())));
        return CsvText.of(columns, summary.standings());
    }

    private String trainings() {
        List<Column<Score>> columns = List.of(
                new Column<>("data", s -> summary.sized().data().get(s.data()).name()),
                new Column<>("preset", Score::preset),
                new Column<>("part", s -> s.tuning() ? "tuning" : "seed"),
                new Column<>("turn", Score::turn),
                new Column<>("learning_rate", s -> finite(s.learningRate())),
                new Column<>("validation", s -> s.failed() ? null : finite(s.validation())),
                new Column<>("test", s -> s.tuning() || s.failed() ? null : finite(s.test())),
                new Column<>("train_s", s -> finite(s.seconds())),
                new Column<>("weights", Score::weights),
                new Column<>("failure", Score::failure));
        return CsvText.of(columns, summary.scores());
    }

    /** An empty cell where there is nothing. */
    private static Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
