package org.kanworkbench.app.draw.reading;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/** One model's displayed prediction: probabilities, best and second class as text, latency. */
public final class ModelColumn {

    static final int NO_WINNER = -1;

    private static final String BATCH_HINT =
            "Scales its inputs by the minimum and maximum of the batch. Here the drawing is alone in its batch, "
                    + "so the prediction can differ from the one among other images.";

    /** Latencies of which the median is shown: one timing alone flickers. */
    private static final int TIMINGS = 15;

    public final Reader reader;
    private final ReadOnlyObjectWrapper<Shown> shown = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper score = new ReadOnlyStringWrapper("");
    private final Deque<Long> timings = new ArrayDeque<>();

    /**
     * What a column shows of an answer.
     *
     * @param probabilities one a class, 0 while there is no ink
     * @param winner index of the likeliest class, or {@link #NO_WINNER}
     * @param winnerText for instance {@code 7 · 96 %}; empty while there is no ink
     * @param runnerUpText for instance {@code then 1 · 3 %}
     * @param latency median of the latest answers' times, for instance {@code 84 µs}
     * @param note why there are no bars; empty when there are
     * @param hint what to know about this model's answers; empty when there is nothing
     */
    public record Shown(
            double[] probabilities,
            int winner,
            String winnerText,
            String runnerUpText,
            String latency,
            String note,
            String hint) {}

    public ModelColumn(Reader reader) {
        this.reader = reader;
        shown.set(blank(reader.state().isEmpty() ? "Waits for its first weights." : ""));
    }

    List<String> classes() {
        return reader.open().outputs();
    }

    /** Changes with every answer. */
    public ReadOnlyObjectProperty<Shown> shownProperty() {
        return shown.getReadOnlyProperty();
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
        shown.set(
                switch (reading) {
                    case Reading.Blank() -> blank("");
                    case Reading.NotApplicable(String reason) -> blank(reason);
                    case Reading.Answer answer
                    when answer.probabilities().length != classes().size() ->
                        blank("Predicts " + answer.probabilities().length + " classes; its data set names "
                                + classes().size() + ".");
                    case Reading.Answer answer -> shown(answer);
                });
    }

    private Shown shown(Reading.Answer answer) {
        double[] p = answer.probabilities();
        int[] ranked = IntStream.range(0, p.length)
                .boxed()
                .sorted((a, b) -> Double.compare(p[b], p[a]))
                .mapToInt(Integer::intValue)
                .toArray();
        timings.addLast(answer.nanoseconds());
        if (timings.size() > TIMINGS) {
            timings.removeFirst();
        }
        String runnerUp = p.length > 1 ? "then " + named(ranked[1], p) : "";
        return new Shown(p, ranked[0], named(ranked[0], p), runnerUp, latency(), "", hint());
    }

    private Shown blank(String note) {
        return new Shown(new double[classes().size()], NO_WINNER, "", "", latency(), note, hint());
    }

    private String latency() {
        return timings.isEmpty() ? "" : time(median());
    }

    private String hint() {
        return reader.state().map(Reader.State::rowsIndependent).orElse(true) ? "" : BATCH_HINT;
    }

    private String named(int index, double[] p) {
        return classes().get(index) + " · " + percent(p[index]);
    }

    private long median() {
        long[] sorted = timings.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
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
