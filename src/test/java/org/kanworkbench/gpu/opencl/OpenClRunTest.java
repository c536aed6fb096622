package org.kanworkbench.gpu.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.kanworkbench.training.loop.MoonRuns.configuration;
import static org.kanworkbench.training.loop.MoonRuns.kinds;
import static org.kanworkbench.training.loop.MoonRuns.recipe;
import static org.kanworkbench.training.loop.MoonRuns.weights;
import static org.kanworkbench.training.loop.Told.only;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.gpu.GpuEngine;
import org.kanworkbench.gpu.SomeDevice;
import org.kanworkbench.gpu.device.Context;
import org.kanworkbench.gpu.device.DeviceException;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.network.recipe.Schedule;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engine;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.VectorEngine;
import org.kanworkbench.training.device.DeviceLoad;
import org.kanworkbench.training.device.DeviceMonitor;
import org.kanworkbench.training.device.NvidiaDriver;
import org.kanworkbench.training.loop.MoonRuns;
import org.kanworkbench.training.loop.TrainingRun;

/** Whole runs on OpenCL, with whatever may happen to them. */
@Timeout(240)
class OpenClRunTest {

    private final Dataset dataset = MoonRuns.dataset();
    private final Engines engines = with(new GpuEngine(new OpenClApi(), new NvidiaDriver()));

    private static Engines with(Engine opencl) {
        return new Engines(List.of(new VectorEngine(), opencl));
    }

    private static List<TrainingEvent> train(Engines on, Configuration configuration) throws InterruptedException {
        return new MoonRuns(on).train(configuration);
    }

    @BeforeEach
    void needsDevice() {
        SomeDevice.orSkip();
    }

    @Test
    void a_run_ends_as_on_the_vector_engine() throws InterruptedException {
        Recipe recipe = recipe("kal-net", 12);
        List<TrainingEvent> vector = train(engines, configuration("kal-net", Configuration.VECTOR, recipe));
        List<TrainingEvent> opencl = train(engines, configuration("kal-net", Configuration.OPENCL, recipe));
        assertThat(kinds(opencl)).isEqualTo(kinds(vector));
        double expected =
                only(vector, TrainingEvent.Evaluated.class).getLast().test().score();
        assertThat(only(opencl, TrainingEvent.Evaluated.class).getLast().test().score())
                .isBetween(expected - 0.03, expected + 0.03);
    }

    /** With grids that move and become finer, a moving average, and with dropout. */
    @ParameterizedTest
    @ValueSource(strings = {"torchkan", "lazy-kan", "wav-kan"})
    void a_run_repeats_and_a_stopped_one_goes_on_to_the_same_bits(String preset) throws Exception {
        Recipe recipe = recipe(preset, 6).with(RecipeField.AVERAGING, 0.9);
        Configuration configuration = configuration(
                preset,
                Configuration.OPENCL,
                preset.equals("torchkan")
                        ? recipe.with(Map.of(
                                RecipeField.GRID_EVERY, 1, RecipeField.GRID_UNTIL, 4, RecipeField.REFINE_EVERY, 4))
                        : recipe);
        List<TrainingEvent> whole = train(engines, configuration);
        assertThat(weights(train(engines, configuration))).isEqualTo(weights(whole));
        assertThat(weights(new MoonRuns(engines).stoppedAndResumed(configuration)))
                .isEqualTo(weights(whole));
    }

    /** Steps are not waited for one by one, yet the step that failed is named. */
    @Test
    void weights_that_run_away_end_the_run_at_their_step() throws InterruptedException {
        Recipe recipe = recipe("kal-net", 20).with(RecipeField.LEARNING_RATE, 1e6);
        List<TrainingEvent> vector = train(engines, configuration("kal-net", Configuration.VECTOR, recipe));
        List<TrainingEvent> opencl = train(engines, configuration("kal-net", Configuration.OPENCL, recipe));
        TrainingEvent.Failed expected = only(vector, TrainingEvent.Failed.class).getFirst();
        TrainingEvent.Failed failed = only(opencl, TrainingEvent.Failed.class).getFirst();
        assertThat(failed.step()).isEqualTo(expected.step());
        assertThat(failed.message()).contains("at step " + (failed.step() + 1) + ": lower the learning rate");
    }

    @Test
    void a_run_tells_what_it_holds_on_the_device_until_it_ends() throws InterruptedException {
        DeviceMonitor monitor = engines.named(Configuration.OPENCL).monitor().orElseThrow();
        assertThat(monitor.load()).isEmpty();
        List<DeviceLoad> loads = Collections.synchronizedList(new ArrayList<>());
        Configuration configuration = configuration("kal-net", Configuration.OPENCL, recipe("kal-net", 2));
        TrainingRun.start(
                        engines,
                        configuration,
                        dataset,
                        StartWeights::read,
                        Duration.ZERO,
                        _ -> monitor.load().ifPresent(loads::add))
                .await();
        long parameters = configuration.network().parameters();
        assertThat(loads).anySatisfy(load -> {
            assertThat(load.usedBytes()).isBetween(4 * 4 * parameters, 1L << 28);
            assertThat(load.totalBytes()).isPositive();
            assertThat(load.device()).isEqualTo(SomeDevice.orSkip().name());
        });
        assertThat(monitor.load().orElseThrow().usedBytes()).isZero();
    }

    /** Batch and update are sent on their own, all between them as one command. */
    @Test
    void a_step_is_three_commands_where_the_device_takes_recordings() throws InterruptedException {
        OpenClDevice device = (OpenClDevice) SomeDevice.bareOrSkip();
        assumeThat(CommandBuffers.of(device.library(), device.id())).isPresent();
        AtomicInteger launches = new AtomicInteger();
        Engines counted = with(new GpuEngine(
                new OpenClApi(() -> Optional.of(FailingOpenCl.counting("clEnqueueNDRangeKernel", launches))),
                new NvidiaDriver()));
        int[] after = new int[2];
        for (int n = 0; n < 2; n++) {
            launches.set(0);
            train(counted, configuration("kal-net", Configuration.OPENCL, recipe("kal-net", 2 + n)));
            after[n] = launches.get();
        }
        int steps = Math.ceilDiv(dataset.train().size(), recipe("kal-net", 1).batch());
        assertThat(steps).isGreaterThan(5);
        assertThat(after[1] - after[0]).isBetween(2 * steps, 2 * steps + 10);
    }

    @Test
    void what_it_lacks_is_refused() {
        Recipe recipe = recipe("torchkan", 2);
        Engine opencl = new GpuEngine(new OpenClApi(), new NvidiaDriver());
        assertThat(opencl.obstacle(configuration("torchkan", Configuration.OPENCL, recipe)))
                .isEmpty();
        assertThat(opencl.obstacle(
                        configuration("torchkan", Configuration.OPENCL, recipe.with(RecipeField.SPARSITY, 0.1))))
                .isEmpty();
        assertThat(opencl.obstacle(configuration(
                        "wav-kan", Configuration.OPENCL, recipe("wav-kan", 2).with(RecipeField.SPARSITY, 0.1))))
                .hasValueSatisfying(line -> assertThat(line).contains("which wavelets are not"));
    }

    /** All samples in every step, directions on this machine; and a stopped run goes on to the same bits. */
    @ParameterizedTest
    @ValueSource(strings = {"kal-net", "torchkan"})
    void L_BFGS_takes_the_vector_engines_steps_and_resumes(String preset) throws Exception {
        Recipe recipe = recipe(preset, 6)
                .with(Map.of(
                        RecipeField.OPTIMIZER, Optimizer.Kind.LBFGS, RecipeField.SCHEDULE, Schedule.Kind.CONSTANT));
        List<TrainingEvent> vector = train(engines, configuration(preset, Configuration.VECTOR, recipe));
        Configuration configuration = configuration(preset, Configuration.OPENCL, recipe);
        List<TrainingEvent> opencl = train(engines, configuration);
        double expected =
                only(vector, TrainingEvent.Evaluated.class).getLast().test().loss();
        assertThat(only(opencl, TrainingEvent.Evaluated.class).getLast().test().loss())
                .isCloseTo(expected, within(0.05 * expected + 0.01));
        assertThat(weights(train(engines, configuration))).isEqualTo(weights(opencl));
        assertThat(weights(new MoonRuns(engines).stoppedAndResumed(configuration)))
                .isEqualTo(weights(opencl));
    }

    @Test
    void L_BFGS_minimises_a_sparsity_penalty_as_on_the_vector_engine() throws InterruptedException {
        Recipe recipe = recipe("torchkan", 6)
                .with(Map.of(
                        RecipeField.OPTIMIZER,
                        Optimizer.Kind.LBFGS,
                        RecipeField.SCHEDULE,
                        Schedule.Kind.CONSTANT,
                        RecipeField.SPARSITY,
                        0.01));
        double[] losses = new double[2];
        for (int n = 0; n < 2; n++) {
            String engine = n == 0 ? Configuration.VECTOR : Configuration.OPENCL;
            List<TrainingEvent> events = train(engines, configuration("torchkan", engine, recipe));
            losses[n] =
                    only(events, TrainingEvent.Evaluated.class).getLast().test().loss();
        }
        assertThat(losses[1]).isCloseTo(losses[0], within(0.05 * losses[0] + 0.01));
    }

    @Test
    void further_devices_have_numbers() {
        assertThat(engines.named("opencl:0").probed())
                .isEqualTo(engines.named("opencl").probed());
        assertThat(engines.named("opencl:99").name()).isEqualTo("opencl:99");
        assertThat(engines.named("opencl:99").probed().missing())
                .hasValueSatisfying(line -> assertThat(line).contains("no device of number 99"));
        for (String wrong : List.of("opencl:x", "opencl:", "vector:1")) {
            assertThatThrownBy(() -> engines.named(wrong)).hasMessageContaining("engine '" + wrong + "' is not known");
        }
    }

    @Test
    void a_machine_without_OpenCL_says_how_to_get_it() throws InterruptedException {
        Engine without = new GpuEngine(new OpenClApi(Optional::empty), new NvidiaDriver());
        assertThat(without.probed().missing())
                .hasValueSatisfying(
                        line -> assertThat(line).contains("no OpenCL found").contains("pocl-opencl-icd"));
        List<TrainingEvent> events =
                train(with(without), configuration("kal-net", Configuration.OPENCL, recipe("kal-net", 1)));
        assertThat(only(events, TrainingEvent.Failed.class).getFirst().message())
                .contains("opencl is not available: no OpenCL found");
    }

    @ParameterizedTest
    @ValueSource(ints = {OpenCl.DEVICE_NOT_AVAILABLE, OpenCl.OUT_OF_RESOURCES})
    void a_device_that_vanishes_ends_a_run_with_its_last_good_weights(int code) throws InterruptedException {
        Engine failing = new GpuEngine(
                new OpenClApi(() -> Optional.of(FailingOpenCl.after("clEnqueueReadBuffer", 60, code))),
                new NvidiaDriver());
        List<TrainingEvent> events =
                train(with(failing), configuration("kal-net", Configuration.OPENCL, recipe("kal-net", 300)));
        TrainingEvent.Failed failed = only(events, TrainingEvent.Failed.class).getFirst();
        assertThat(failed.message())
                .startsWith("the OpenCL device failed (clEnqueueReadBuffer: ")
                .doesNotContain("\n");
        assertThat(failed.lastGood())
                .contains(only(events, TrainingEvent.Evaluated.class).getLast().model());
    }

    @Test
    void too_little_memory_of_the_device_names_a_smaller_batch() throws InterruptedException {
        Engine failing = new GpuEngine(
                new OpenClApi(() -> Optional.of(FailingOpenCl.after("clCreateBuffer", 0, OpenCl.OUT_OF_MEMORY))),
                new NvidiaDriver());
        List<TrainingEvent> events = train(
                with(failing),
                configuration(
                        "kal-net", Configuration.OPENCL, recipe("kal-net", 1).with(RecipeField.BATCH, 64)));
        assertThat(only(events, TrainingEvent.Failed.class).getFirst().message())
                .startsWith("not enough memory on the OpenCL device to train ")
                .endsWith("choose a smaller batch, for instance 32, or smaller layers");
    }

    @Test
    void kernels_that_are_not_built_leave_their_log() throws Exception {
        Engine failing = new GpuEngine(
                new OpenClApi(() -> Optional.of(FailingOpenCl.after("clBuildProgram", 0, OpenCl.BUILD_FAILURE))),
                new NvidiaDriver());
        List<TrainingEvent> events =
                train(with(failing), configuration("kal-net", Configuration.OPENCL, recipe("kal-net", 1)));
        assertThat(only(events, TrainingEvent.Failed.class).getFirst().message())
                .matches("the driver of .* does not build the kernels; its log is in .*\\.log: update the driver,"
                        + " or train with vector");
        try (Context context = SomeDevice.orSkip().open()) {
            assertThat(catchThrowableOfType(DeviceException.class, () -> context.program("no kernel"))
                            .getCause())
                    .hasMessageContaining("error");
        }
    }
}
