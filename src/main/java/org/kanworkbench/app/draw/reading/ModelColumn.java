package org.kanworkbench.app.draw.reading;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/** One model's answer as it is shown: probabilities, winner and runner-up in words, latency. */
public final class ModelColumn {

    static final int NO_WINNER = -1;

    /** Latencies of which the median is shown: one timing alone flickers. */
    private static final int TIMINGS = 15;

    private final Reader reader;
    private final ReadOnlyObjectWrapper<double[]> probabilities = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyIntegerWrapper winner = new ReadOnlyIntegerWrapper(NO_WINNER);
    private final ReadOnlyStringWrapper winnerText = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper runnerUpText = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper latencyText = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper hint = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper score = new ReadOnlyStringWrapper("");
    private final Deque<Long> timings = new ArrayDeque<>();

    public ModelColumn(Reader reader) {
        this.reader = reader;
        blank();
        if (reader.state().isEmpty()) {
            note.set("Waits for its first weights.");
        }
    }

    public Reader reader() {
        return reader;
    }

    List<String> classes() {
        return reader.open().classes();
    }

    /** One a class, 0 while there is no ink. */
    public ReadOnlyObjectProperty<double[]> probabilitiesProperty() {
        return probabilities.getReadOnlyProperty();
    }

    /** Index of the likeliest class, or {@link #NO_WINNER}. */
    public ReadOnlyIntegerProperty winnerProperty() {
        return winner.getReadOnlyProperty();
    }

    /** For instance {@code 7, 96 %}; empty while there is no ink. */
    public ReadOnlyStringProperty winnerTextProperty() {
        return winnerText.getReadOnlyProperty();
    }

    /** For instance {@code then 1, 3 %}. */
    public ReadOnlyStringProperty runnerUpTextProperty() {
        return runnerUpText.getReadOnlyProperty();
    }

    /** Median of the latest answers' times, for instance {@code 84 µs}. */
    public ReadOnlyStringProperty latencyTextProperty() {
        return latencyText.getReadOnlyProperty();
    }

    /** Why there are no bars; empty when there are. */
    public ReadOnlyStringProperty noteProperty() {
        return note.getReadOnlyProperty();
    }

    /** What to know about this model's answers; empty when there is nothing. */
    public ReadOnlyStringProperty hintProperty() {
        return hint.getReadOnlyProperty();
    }

    /** How it does on the digits that a person named; empty while nobody looks at them. */
    ReadOnlyStringProperty scoreProperty() {
        return score.getReadOnlyProperty();
    }

    public void showScore(String text) {
        score.set(text);
    }

    /** What it was trained on, and whether that tells of digits. */
    String origin() {
        String data = reader.trainedOn();
        return data.isBlank()
                ? "Training data not known"
                : "Trained on " + data + (reader.readsDigits() ? "" : ", not on digits");
    }

    public void show(Reading reading) {
        boolean independent = reader.state().map(Reader.State::rowsIndependent).orElse(true);
        hint.set(independent ? "" : batchHint());
        switch (reading) {
            case Reading.Blank() -> {
                note.set("");
                blank();
            }
            case Reading.NotApplicable(String reason) -> {
                note.set(reason);
                blank();
            }
            case Reading.Answer answer -> {
                note.set("");
                show(answer);
            }
        }
    }

    private void show(Reading.Answer answer) {
        double[] p = answer.probabilities();
        if (p.length != classes().size()) {
            note.set("Answers with " + p.length + " classes; its data set names "
                    + classes().size() + ".");
            blank();
            return;
        }
        int[] ranked = IntStream.range(0, p.length)
                .boxed()
                .sorted((a, b) -> Double.compare(p[b], p[a]))
                .mapToInt(Integer::intValue)
                .toArray();
        winner.set(ranked[0]);
        probabilities.set(p);
        winnerText.set(named(ranked[0], p));
        runnerUpText.set(p.length > 1 ? "then " + named(ranked[1], p) : "");
        timings.addLast(answer.nanoseconds());
        if (timings.size() > TIMINGS) {
            timings.removeFirst();
        }
        latencyText.set(time(median()));
    }

    private void blank() {
        winner.set(NO_WINNER);
        probabilities.set(new double[classes().size()]);
        winnerText.set("");
        runnerUpText.set("");
    }

    private String named(int index, double[] p) {
        return classes().get(index) + ", " + percent(p[index]);
    }

    private long median() {
        long[] sorted = timings.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static String batchHint() {
        return "Scales its inputs by the minimum and maximum of the batch. Here the drawing is alone in its batch, "
                + "so the answer can differ from the one among other images.";
    }

    /** Whole percents; what is not certain is not called 100 %, nor what is possible 0 %. */
    public static String percent(double p) {
        if (p > 0.99 && p < 1) {
            return "> 99 %";
        }
        if (p > 0 && p < 0.005) {
            return "< 1 %";
        }
        return Math.round(100 * p) + " %";
    }

    public static String time(long nanoseconds) {
        if (nanoseconds < 999_500) {
            return Math.max(1, Math.round(nanoseconds / 1e3)) + " µs";
        }
        return String.format(Locale.ROOT, "%.1f ms", nanoseconds / 1e6);
    }
}
