package org.kanworkbench.quantize.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.FloatFeatures;
import org.kanworkbench.data.Target;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.files.model.SavedModels;
import org.kanworkbench.network.Model;
import org.kanworkbench.quantize.Models;
import org.kanworkbench.quantize.QuantizedModel;
import org.kanworkbench.quantize.QuantizedNetwork;
import org.kanworkbench.quantize.TensorReport;
import org.kanworkbench.quantize.compare.Comparison.Timing;
import org.kanworkbench.quantize.scheme.QuantizeException;
import org.kanworkbench.quantize.scheme.Scheme;
import org.kanworkbench.quantize.scheme.Schemes;
import org.kanworkbench.training.Evaluation;

class ComparisonTest {

    private static final int ROWS = 60;
    private static final int BATCH = 25;

    private final Model model = Models.random("kal-net");
    private final Examples examples = new Examples(new FloatFeatures(Models.rows(ROWS), Models.INPUTS), labels());
    private final List<ComparisonEvent> events = new ArrayList<>();

    private static int[] labels() {
        SplittableRandom random = new SplittableRandom(9);
        int[] labels = new int[ROWS];
        for (int row = 0; row < ROWS; row++) {
            labels[row] = random.nextInt(Models.OUTPUTS);
        }
        return labels;
    }

    private Optional<QuantizedNetwork> open(Scheme scheme, BooleanSupplier proceed) throws QuantizeException {
        QuantizedModel rounded = QuantizedModel.of(model, scheme);
        return Optional.of(QuantizedNetwork.simulated(rounded, 1000, OptionalDouble.empty(), 1));
    }

    private Comparison.Task task(Timing timing, String... schemes) throws QuantizeException {
        List<Scheme> parsed = new ArrayList<>();
        for (String scheme : schemes) {
            parsed.add(Schemes.parse(scheme, model.network()));
        }
        return new Comparison.Task(model, Target.Classes.numbered(Models.OUTPUTS), examples, BATCH, parsed, timing, 1);
    }

    @Test
    void every_scheme_is_scored_against_float32_row_by_row() throws Exception {
        ComparisonResult result = Comparison.run(
                        task(Timing.NONE, "w8", "w2:tensor"), this::open, events::add, () -> true)
                .orElseThrow();

        int[] before = answers("float32");
        for (SchemeResult row : result.schemes()) {
            int[] after = answers(row.scheme().name());
            int correct = 0;
            List<ChangedPrediction> changed = new ArrayList<>();
            int correctBefore = 0;
            for (int r = 0; r < ROWS; r++) {
                correct += after[r] == examples.labels()[r] ? 1 : 0;
                correctBefore += before[r] == examples.labels()[r] ? 1 : 0;
                if (after[r] != before[r]) {
                    changed.add(new ChangedPrediction(r, examples.labels()[r], before[r], after[r]));
                }
            }
            assertThat(((Score.Classes) row.score()).correct()).isEqualTo(correct);
            assertThat(((Score.Classes) row.score()).deltaPoints())
                    .isCloseTo(100.0 * (correct - correctBefore) / ROWS, within(1e-9));
            assertThat(((Score.Classes) row.score()).changed()).isEqualTo(changed);
            assertThat(((Score.Classes) row.score()).agreement())
                    .isCloseTo(1 - changed.size() / (double) ROWS, within(1e-9));
            assertThat(row.tensors()).anyMatch(TensorReport::touched);
            assertThat(row.latencies()).isEmpty();
        }
        assertThat(((Score.Classes) result.schemes().getLast().score()).changed())
                .isNotEmpty();
    }

    /** One row at a time. */
    private int[] answers(String scheme) throws QuantizeException {
        int[] answers = new int[ROWS];
        float[] x = new float[Models.INPUTS];
        float[] logits = new float[Models.OUTPUTS];
        try (QuantizedNetwork network =
                open(Schemes.parse(scheme, model.network()), () -> true).orElseThrow()) {
            for (int row = 0; row < ROWS; row++) {
                examples.features().copyRow(row, x, 0);
                network.predict(x, 1, logits);
                for (int c = 1; c < Models.OUTPUTS; c++) {
                    answers[row] = logits[c] > logits[answers[row]] ? c : answers[row];
                }
            }
        }
        return answers;
    }

    @Test
    void events_tell_each_result_once_and_times_for_every_size_of_batch() throws Exception {
        ComparisonResult result = Comparison.run(task(Timing.QUICK, "w8", "w4"), this::open, events::add, () -> true)
                .orElseThrow();

        assertThat(events.stream().filter(e -> !(e instanceof ComparisonEvent.Progress)))
                .extracting(e -> e.getClass().getSimpleName())
                .containsExactly("Reference", "Scored", "Scored", "Timed", "Timed", "Timed");
        List<Double> shares = events.stream()
                .filter(ComparisonEvent.Progress.class::isInstance)
                .map(e -> ((ComparisonEvent.Progress) e).share())
                .toList();
        assertThat(shares).isSorted().startsWith(0.0).endsWith(1.0);
        assertThat(events.stream()
                        .filter(e -> e instanceof ComparisonEvent.Progress p
                                && p.doing().equals("timing batch size 1,000"))
                        .distinct())
                .as("warm-ups of three networks and five rounds")
                .hasSize(8);
        assertThat(result.schemes()).allSatisfy(row -> {
            assertThat(row.latencies()).extracting(Latency::rows).isEqualTo(Comparison.BATCHES);
            assertThat(row.latencies()).allSatisfy(latency -> {
                assertThat(latency.micros().lower())
                        .isPositive()
                        .isLessThanOrEqualTo(latency.micros().median());
                assertThat(latency.speedup().upper())
                        .isGreaterThanOrEqualTo(latency.speedup().median());
            });
        });
    }

    @Test
    void a_scheme_that_cannot_be_opened_is_told_first_and_the_others_go_on() throws Exception {
        ComparisonResult result = Comparison.run(
                        task(Timing.NONE, "w4/base=float32,P1=float32,P2=float32,P3=float32", "w4"),
                        this::open,
                        events::add,
                        () -> true)
                .orElseThrow();

        assertThat(events.getFirst())
                .isInstanceOfSatisfying(
                        ComparisonEvent.Refused.class,
                        refused -> assertThat(refused.refusal().reason()).contains("rounds no weight"));
        assertThat(result.schemes()).extracting(row -> row.scheme().name()).containsExactly("w4");
    }

    @Test
    void told_to_stop_anywhere_it_stops_and_closes_what_it_opened() throws Exception {
        AtomicInteger closed = new AtomicInteger();
        for (int most = 0; most < 24; most += 3) {
            AtomicInteger asked = new AtomicInteger();
            closed.set(0);
            AtomicInteger opened = new AtomicInteger();
            int allowed = most;
            assertThat(Comparison.run(
                            task(Timing.QUICK, "w8", "w4"),
                            (scheme, proceed) -> {
                                opened.incrementAndGet();
                                return open(scheme, proceed)
                                        .map(network -> new QuantizedNetwork(
                                                network.scheme(), network.bytes(), network.tensors(), network, () -> {
                                                    network.close();
                                                    closed.incrementAndGet();
                                                }));
                            },
                            events::add,
                            () -> asked.incrementAndGet() <= allowed))
                    .isEmpty();
            assertThat(asked.get()).isEqualTo(most + 1);
            assertThat(closed.get()).isEqualTo(opened.get());
        }
    }

    @Test
    void told_to_stop_while_a_scheme_is_being_opened_it_opens_no_other() throws Exception {
        AtomicInteger opened = new AtomicInteger();

        Optional<ComparisonResult> result = Comparison.run(
                task(Timing.NONE, "w8", "w4", "w3"),
                (scheme, proceed) -> opened.incrementAndGet() == 1 ? open(scheme, proceed) : Optional.empty(),
                events::add,
                () -> true);

        assertThat(result).isEmpty();
        assertThat(opened.get()).isEqualTo(2);
        assertThat(events).isEmpty();
    }

    @Test
    void ratios_are_taken_within_a_round_before_their_median() {
        PairedTimes times = new PairedTimes(new double[][] {{10, 40, 100}, {5, 10, 200}});

        Latency latency = times.latency(1, 0, 64);

        assertThat(latency)
                .isEqualTo(new Latency(64, new Latency.Quartiles(7.5, 10, 105), new Latency.Quartiles(1.25, 2, 3)));
    }

    @Test
    void the_front_holds_what_no_other_beats_in_size_and_answers() {
        List<SchemeResult> rows = List.of(
                result("a", 100, 90),
                result("b", 50, 90),
                result("c", 50, 80),
                result("d", 20, 70),
                result("e", 30, 60));

        assertThat(ComparisonResult.paretoFront(rows))
                .extracting(row -> row.scheme().name())
                .containsExactly("d", "b");
    }

    @Test
    void small_sizes_are_told_apart() {
        assertThat(Stream.of(1596, 2209, 1_834_000)
                        .map(bytes -> result("w8", bytes, 90).size()))
                .containsExactly("1.6 kB", "2.2 kB", "1,834 kB");
    }

    @Test
    void bits_are_the_mean_of_the_quantised_weights() {
        TensorReport eight = TensorReport.rounded("a", "", 8, new float[1], new float[1]);
        TensorReport two = TensorReport.rounded("b", "", 2, new float[2], new float[2]);
        TensorReport whole = TensorReport.left("c", "", 32, "", new float[5]);
        assertThat(bits(eight, two, whole)).isEqualTo(4L);
        assertThat(bits(eight, eight, two)).isEqualTo(5L);
        assertThat(bits(eight, eight, eight, two)).isEqualTo(5.6);
        assertThat(bits(whole)).isEqualTo(32);
    }

    private static Number bits(TensorReport... tensors) {
        return new SchemeResult(
                        Schemes.FLOAT32, 1, List.of(tensors), new Score.Classes(1, 1, 0, 0, List.of()), List.of())
                .bits();
    }

    @Test
    void a_comparison_that_changes_many_predictions_is_read_again(@TempDir Path folder) throws Exception {
        List<ChangedPrediction> changed = Collections.nCopies(30_000, new ChangedPrediction(1, 2, 0, 1));
        SchemeResult result = new SchemeResult(
                Schemes.parse("w2", model.network()),
                1,
                List.of(),
                new Score.Classes(1, 40_000, 0, 0, changed),
                List.of());
        Evaluation float32 = new Evaluation.Classification(1, 40_000, 0, new int[0][0], new int[0], new float[0], 0);
        Path file = Files.write(folder.resolve("result.json"), ComparisonFile.write(float32, List.of(result)));
        SavedModel saved = SavedModels.of(model, "kal-net", 1, "", Target.Classes.numbered(Models.OUTPUTS));

        assertThat(ComparisonFile.read(file, saved).schemes()).containsExactly(result);
    }

    private static SchemeResult result(String name, long bytes, int correct) {
        Scheme scheme = new Scheme(name, Schemes.FLOAT32.weights(), Schemes.FLOAT32.arithmetic());
        return new SchemeResult(scheme, bytes, List.of(), new Score.Classes(correct, 100, 0, 0, List.of()), List.of());
    }
}
