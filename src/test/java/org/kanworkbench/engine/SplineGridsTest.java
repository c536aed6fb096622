package org.kanworkbench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.Schedule;

class SplineGridsTest {

    private static final int ROWS = 700;
    private static final int INPUTS = 4;
    private static final int CLASSES = 3;
    private static final int BATCH = 64;

    private final Workers workers = new Workers(1);
    private float[] sample = bell(0.5, 0.4);

    @AfterEach
    void close() {
        workers.close();
    }

    /** Inputs around a mean, the same in every test. */
    private static float[] bell(double mean, double deviation) {
        SplittableRandom random = new SplittableRandom(9);
        float[] x = new float[ROWS * INPUTS];
        for (int j = 0; j < x.length; j++) {
            x[j] = (float) (mean + deviation * random.nextGaussian());
        }
        return x;
    }

    private Network network() {
        LayerSpec form = Preset.named("efficient-kan-faithful").orElseThrow().hiddenLayer();
        return Network.initialize(new NetworkSpec(List.of(form.withSizes(INPUTS, 12), form.withSizes(12, CLASSES))), 8);
    }

    private TrainingStep step(Network network) {
        Recipe recipe =
                new Recipe(Loss.CROSS_ENTROPY, new Optimizer.AdamW(1e-4), 1e-3, new Schedule.Constant(), BATCH, 1);
        return new TrainingStep(network, recipe, OptionalDouble.empty(), workers, 0);
    }

    /** Some passes over the sample, whose label is the largest of its first inputs. */
    private void train(TrainingStep step, int steps) throws NonFiniteException {
        float[] x = new float[BATCH * INPUTS];
        int[] labels = new int[BATCH];
        for (int n = 0; n < steps; n++) {
            int from = n % (ROWS / BATCH) * BATCH;
            System.arraycopy(sample, from * INPUTS, x, 0, x.length);
            for (int r = 0; r < BATCH; r++) {
                labels[r] = 0;
                for (int c = 1; c < CLASSES; c++) {
                    labels[r] = x[r * INPUTS + c] > x[r * INPUTS + labels[r]] ? c : labels[r];
                }
            }
            step.step(x, labels, null, BATCH, 0.02);
        }
    }

    private float[] outputs(Network network) {
        float[] logits = new float[ROWS * CLASSES];
        new Predictor(network, ROWS, OptionalDouble.empty(), workers).predict(sample, ROWS, logits);
        return logits;
    }

    private SplineGrids grids(Network network) {
        return new SplineGrids(network, sample, 250, OptionalDouble.empty(), workers);
    }

    private static BSpline gridOf(Network network, int layer) {
        return (BSpline) network.spec().layers().get(layer).basis();
    }

    @Test
    void outputs_hardly_change_where_grids_become_finer() throws NonFiniteException {
        sample = bell(-0.3, 0.15);
        Network network = network();
        train(step(network), 20);
        for (int l = 0; l < 2; l++) {
            assertThat(shares(grids(network))[l]).as("outside of layer %d", l).isLessThan(0.01);
        }

        assertThat(changeBy(network)).isLessThan(0.002);
        assertThat(gridOf(network, 0).step()).isLessThan(0.3);
    }

    @Test
    void outputs_keep_their_shape_where_grids_become_coarser_to_reach_all_inputs() throws NonFiniteException {
        Network network = network();
        train(step(network), 100);
        SplineGrids grids = grids(network);
        // Of a bell, a tenth lies beyond 1.25 deviations.
        assertThat(shares(grids)[0]).isCloseTo(0.1056, Offset.offset(0.02));
        assertThat(shares(grids)[1]).isGreaterThan(0.05);

        assertThat(changeBy(network)).isLessThan(0.15);
        assertThat(DoubleStream.of(shares(grids)).max().orElseThrow()).isLessThan(0.005);
        assertThat(gridOf(network, 0).step()).isGreaterThan(0.45);
    }

    /** Updates both grids; the outputs' root mean square change, relative to what they were. */
    private double changeBy(Network network) {
        float[] before = outputs(network);
        assertThat(grids(network).update()).isEqualTo(2);
        float[] after = outputs(network);
        double change = 0;
        double size = 0;
        for (int j = 0; j < after.length; j++) {
            change += Math.pow(after[j] - before[j], 2);
            size += Math.pow(before[j], 2);
        }
        return Math.sqrt(change / size);
    }

    private static double[] shares(SplineGrids grids) {
        return grids.outside().stream().mapToDouble(OptionalDouble::getAsDouble).toArray();
    }

    @Test
    void a_second_update_moves_nothing() throws NonFiniteException {
        Network network = network();
        train(step(network), 100);
        SplineGrids grids = grids(network);
        grids.update();
        Model once = network.snapshot();

        assertThat(grids.update()).isZero();
        assertThat(network.snapshot()).isEqualTo(once);
    }

    @Test
    void passes_that_were_there_before_go_on_with_the_moved_grid() throws NonFiniteException {
        Network network = network();
        TrainingStep step = step(network);
        train(step, 100);
        double before = step.scores().loss();
        Predictor predictor = new Predictor(network, ROWS, OptionalDouble.empty(), workers);

        grids(network).update();
        train(step, 200);

        assertThat(step.scores().loss()).isLessThan(before);
        float[] live = new float[ROWS * CLASSES];
        predictor.predict(sample, ROWS, live);
        float[] copied = outputs(Network.of(network.snapshot()));
        assertThat(live).containsExactly(copied);
    }

    @Test
    void only_moments_of_refitted_coefficients_start_anew() throws NonFiniteException {
        Network network = network();
        TrainingStep step = step(network);
        train(step, 20);
        OptimizerState before = step.optimizerState();

        grids(network).update();

        OptimizerState after = step.optimizerState();
        for (String kept : List.of("layers.0.base_weight", "layers.0.basis_scale")) {
            assertThat(after.first().get(kept)).isEqualTo(before.first().get(kept));
            assertThat(after.second().get(kept)).isEqualTo(before.second().get(kept));
        }
        String refitted = "layers.0.basis_weight";
        assertThat(before.first().get(refitted)).isNotEqualTo(after.first().get(refitted));
        assertThat(after.first().get(refitted).values()).containsOnly(0);
        float[] secondBefore = before.second().get(refitted).values();
        float[] second = after.second().get(refitted).values();
        int terms = network.spec().layers().getFirst().basis().terms();
        for (int edge = 0; edge < INPUTS * 12; edge++) {
            double mean = 0;
            for (int k = 0; k < terms; k++) {
                mean += secondBefore[edge * terms + k] / terms;
            }
            for (int k = 0; k < terms; k++) {
                assertThat((double) second[edge * terms + k]).isCloseTo(mean, Offset.offset(1e-6 * mean));
            }
        }
    }

    @Test
    void a_layer_without_a_grid_is_left_alone() {
        NetworkSpec spec = Preset.named("kal-net").orElseThrow().network(INPUTS, List.of(5), CLASSES);
        Network network = Network.initialize(spec, 1);
        Model before = network.snapshot();

        assertThat(grids(network).outside()).containsExactly(OptionalDouble.empty(), OptionalDouble.empty());
        assertThat(grids(network).update()).isZero();
        assertThat(network.snapshot()).isEqualTo(before);
    }

    @Test
    void layers_keep_grids_of_their_own() throws NonFiniteException {
        Network network = network();
        train(step(network), 100);

        grids(network).update();

        BSpline first = gridOf(network, 0);
        assertThat(first.lower()).isBetween(-1.5, -0.5);
        assertThat(first.upper()).isBetween(1.5, 2.5);
        assertThat(gridOf(network, 1)).isNotEqualTo(first);
    }

    @Test
    void a_refined_network_computes_the_same_with_more_intervals() throws NonFiniteException {
        Network network = network();
        train(step(network), 30);
        sample = bell(0, 0.2);
        float[] before = outputs(network);
        SplineGrids grids = new SplineGrids(network, sample, BATCH, OptionalDouble.empty(), workers);

        List<Model> refined = grids.refined(64, network, network);
        Model again = new SplineGrids(Network.of(refined.getFirst()), sample, BATCH, OptionalDouble.empty(), workers)
                .refined(19, Network.of(refined.getFirst()))
                .getFirst();

        assertThat(refined.getFirst()).isEqualTo(refined.getLast());
        // The first layer's inputs are on its grid, the second one's beside it on both sides.
        assertThat(intervals(refined.getFirst())).first().isEqualTo(10);
        assertThat(intervals(refined.getFirst()).getLast()).isBetween(12, 22);
        assertThat(largestDifference(Network.of(refined.getFirst()), before)).isLessThan(6e-5);
        // 19 intervals are no refinement of these: the functions can only be approximated.
        assertThat(intervals(again)).containsExactly(19, 19);
        assertThat(largestDifference(Network.of(again), before)).isBetween(1e-4, 1e-2);
        assertThat(new SplineGrids(Network.of(again), sample, BATCH, OptionalDouble.empty(), workers)
                        .refined(19, Network.of(again)))
                .isEmpty();
    }

    private double largestDifference(Network network, float[] before) {
        float[] after = outputs(network);
        return IntStream.range(0, after.length)
                .mapToDouble(n -> Math.abs(after[n] - before[n]))
                .max()
                .orElseThrow();
    }

    private static List<Integer> intervals(Model model) {
        return model.network().layers().stream()
                .map(layer -> ((BSpline) layer.basis()).grid())
                .toList();
    }
}
