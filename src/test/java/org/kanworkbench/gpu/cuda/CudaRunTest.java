package org.kanworkbench.gpu.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kanworkbench.training.loop.MoonRuns.recipe;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.gpu.DeviceStepperTest;
import org.kanworkbench.gpu.GpuEngine;
import org.kanworkbench.gpu.Programs;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.basis.OrderBasis;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.noise.NoisePlace;
import org.kanworkbench.noise.NoiseShape;
import org.kanworkbench.noise.NoiseUnit;
import org.kanworkbench.noise.contender.KanContender;
import org.kanworkbench.noise.fit.Tuning;
import org.kanworkbench.noise.sweep.FinishedFit;
import org.kanworkbench.noise.sweep.Sweep;
import org.kanworkbench.noise.sweep.SweepConfiguration;
import org.kanworkbench.noise.sweep.SweepPlan;
import org.kanworkbench.noise.target.StandardFunction;
import org.kanworkbench.noise.target.Target;
import org.kanworkbench.noise.training.Budget;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engine;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.VectorEngine;
import org.kanworkbench.training.device.DeviceLoad;
import org.kanworkbench.training.device.FakeDriver;
import org.kanworkbench.training.device.NvidiaDriver;
import org.kanworkbench.training.loop.Told;
import org.kanworkbench.training.loop.TrainingRun;
import org.kanworkbench.training.trials.TrialPlace;
import org.kanworkbench.training.trials.TrialsEvent;

/**
 * CUDA's driver as an engine, without a device: its kernels are computed on the processor, and what a device would not take of the
 * calls is told. The kernels themselves have OpenCL's tests, too, with {@code -Dgpu.api=cuda}.
 */
@Timeout(240)
class CudaRunTest {

    private static final DataSource MOONS = new DataSource.Toy(ToyShape.MOONS, 0.1, 200, 1);

    private static final KanContender NOISY = new KanContender("kal-net", List.of(3));

    private final FakeCuda cuda = FakeCuda.orSkip();
    private final Engine engine = new GpuEngine(cuda.api(), new NvidiaDriver());
    private final Engines engines = new Engines(List.of(new VectorEngine(), engine));

    /** Nothing that a device would refuse, and nothing left behind. */
    @AfterEach
    void findNothing() {
        cuda.reset();
        assertThat(cuda.findings()).isEmpty();
    }

    private static NetworkSpec network(String preset) {
        return Preset.named(preset).orElseThrow().forSmallData().network(2, 2);
    }

    private List<TrainingEvent> train(String preset, String on, Recipe recipe) throws Exception {
        NetworkSpec network = network(preset);
        cuda.build(Programs.of(network));
        Dataset moons = MOONS.load();
        Configuration configuration = new Configuration(preset, MOONS, network, recipe, 3, 1, on);
        return Told.by(listener ->
                TrainingRun.start(engines, configuration, moons, StartWeights::read, Duration.ZERO, listener));
    }

    private static <T> T last(List<TrainingEvent> events, Class<T> type) {
        return Told.only(events, type).getLast();
    }

    private String failure(String preset, int epochs) throws Exception {
        return last(train(preset, Configuration.CUDA, recipe(preset, epochs)), TrainingEvent.Failed.class)
                .message();
    }

    @Test
    void a_run_ends_as_on_the_vector_engine_and_repeats_to_the_bit() throws Exception {
        Recipe recipe = recipe("kal-net", 6).with(Map.of(RecipeField.AVERAGING, 0.9));
        TrainingEvent.Finished vector =
                last(train("kal-net", Configuration.VECTOR, recipe), TrainingEvent.Finished.class);
        TrainingEvent.Finished once = last(train("kal-net", Configuration.CUDA, recipe), TrainingEvent.Finished.class);
        TrainingEvent.Finished again = last(train("kal-net", Configuration.CUDA, recipe), TrainingEvent.Finished.class);
        assertThat(again.model().tensors()).isEqualTo(once.model().tensors());
        once.model().tensors().forEach((name, tensor) -> {
            float[] expected = vector.model().tensor(name).values();
            for (int n = 0; n < expected.length; n++) {
                assertThat(tensor.values()[n]).as("%s[%d]", name, n).isCloseTo(expected[n], within(0.02f));
            }
        });
    }

    private static SweepConfiguration sweep() {
        return new SweepConfiguration(
                List.of(new Target.Standard(StandardFunction.RUNGE)),
                NoisePlace.TARGETS,
                NoiseShape.GAUSSIAN,
                NoiseUnit.RELATIVE,
                List.of(0.1, 0.2),
                List.of(20),
                List.of(NOISY),
                1,
                0,
                new Budget(20, 8),
                new Tuning(List.of(0.01, 0.03), List.of(0.0, 0.3), 0.25),
                List.of(),
                Configuration.VECTOR);
    }

    @Test
    void a_device_that_vanishes_ends_a_sweep_with_one_line() throws Exception {
        cuda.build(Programs.of(NOISY.network(1)));
        cuda.failing("cuLaunchKernel", 719, 100);
        AtomicReference<TrialsEvent<FinishedFit>> last = new AtomicReference<>();
        SweepPlan plan = SweepPlan.of(sweep().withEngine(Configuration.CUDA), engines);
        Sweep.start(plan, Optional.empty(), TrialPlace.here(2), last::set).await();

        assertThat(last.get())
                .isInstanceOfSatisfying(
                        TrialsEvent.Failed.class,
                        failed -> assertThat(failed.message())
                                .startsWith("the CUDA device failed (cu")
                                .doesNotContain("\n"));
    }

    /** Settings are tried in one session and the best is trained in another, which need the same kernels. */
    @Test
    void networks_of_a_sweep_train_together_and_their_kernels_are_loaded_once() throws Exception {
        SweepConfiguration vector = sweep();
        Set<String> programs = Programs.of(NOISY.network(1));
        cuda.build(programs);
        List<List<FinishedFit>> results = new ArrayList<>();
        long loaded = cuda.calls("cuModuleLoadDataEx");
        for (SweepConfiguration sweep : List.of(vector, vector.withEngine(Configuration.CUDA))) {
            Sweep running = Sweep.start(SweepPlan.of(sweep, engines), Optional.empty(), TrialPlace.here(2), _ -> {});
            running.await();
            results.add(running.results());
        }

        assertThat(cuda.calls("cuModuleLoadDataEx") - loaded).isEqualTo(programs.size());
        assertThat(results.getLast()).hasSize(2);
        for (int n = 0; n < 2; n++) {
            double wanted = results.getFirst().get(n).row().testMse();
            assertThat(results.getLast().get(n).row().testMse()).isCloseTo(wanted, Offset.offset(1e-3 * wanted));
        }
    }

    private static Offset<Float> within(float distance) {
        return Offset.offset(distance);
    }

    /** Dropout, a moved grid, values of a basis's own, functions that edges stretch, and both kinds of convolutions. */
    @ParameterizedTest
    @ValueSource(strings = {"kal-net", "torchkan", "gr-kan", "wav-kan", "lazy-kan", "kanvolver-faithful", "conv-kagn"})
    void steps_are_those_of_the_vector_engine(String preset) throws NonFiniteException {
        DeviceStepperTest.check(cuda.device(), Preset.named(preset).orElseThrow());
    }

    @Test
    void so_are_those_with_a_sparsity_penalty() throws NonFiniteException {
        DeviceStepperTest.checkSparse(cuda.device(), Preset.named("torchkan").orElseThrow());
    }

    /** By NVIDIA's own program, also what others do there; without it, what runs hold. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the driver's program is played by a shell script")
    void it_tells_the_load_of_its_card(@TempDir Path folder) throws Exception {
        NvidiaDriver told = new NvidiaDriver(
                FakeDriver.write(
                                folder,
                                "echo 'NVIDIA other, 580.1, 9, 9, 9'; echo 'NVIDIA emulated device 0, 580.1, 81559, 1024, 37'")
                        .toString(),
                30_000);
        NvidiaDriver silent = new NvidiaDriver(folder.resolve("none").toString(), 30_000);
        for (NvidiaDriver driver : List.of(told, silent)) {
            Engine one = new GpuEngine(cuda.api(), driver);
            cuda.build(Programs.of(network("kal-net")));
            Configuration configuration = configuration(network("kal-net"));
            TrainingRun.start(
                            new Engines(List.of(one)),
                            configuration,
                            MOONS.load(),
                            StartWeights::read,
                            Duration.ZERO,
                            _ -> {})
                    .await();
            DeviceLoad load = one.monitor().orElseThrow().load().orElseThrow();
            assertThat(load.usedBytes()).isEqualTo(driver == told ? 1L << 30 : 0);
            assertThat(Double.isNaN(load.utilization())).isEqualTo(driver == silent);
        }
    }

    @Test
    void it_names_its_device_and_further_ones_by_number() {
        cuda.devices(2);
        assertThat(engine.probed().sentence()).contains("CUDA 13.0");
        assertThat(engines.named("cuda:1").probed().available()).isTrue();
        assertThat(engines.named("cuda:2").probed().missing())
                .hasValueSatisfying(line -> assertThat(line).contains("CUDA has no device of number 2"));
    }

    @Test
    void a_machine_without_a_driver_or_card_says_so() {
        assertThat(new GpuEngine(new CudaApi(Optional::empty), new NvidiaDriver())
                        .probed()
                        .missing())
                .hasValueSatisfying(line -> assertThat(line).contains("no NVIDIA driver found"));
        cuda.devices(0);
        assertThat(engine.probed().missing())
                .hasValueSatisfying(line -> assertThat(line).contains("no NVIDIA driver found"));
    }

    @Test
    void a_card_or_driver_that_is_too_old_says_so() {
        cuda.capability(7, 0);
        assertThat(engine.probed().missing())
                .hasValueSatisfying(line ->
                        assertThat(line).contains("compute capability 7.0").contains("train with opencl"));
        cuda.capability(9, 0).version(9020);
        assertThat(engine.probed().missing())
                .hasValueSatisfying(line ->
                        assertThat(line).contains("CUDA 9.2, which is too old").contains("CUDA 10.0 or newer"));
    }

    @Test
    void functions_that_no_kernels_were_made_for_are_refused() {
        NetworkSpec spec = network("kal-net");
        assertThat(engine.obstacle(configuration(spec))).isEmpty();
        NetworkSpec other = spec.withLayers(spec.layers().stream()
                .map(layer -> layer.withBasis(((OrderBasis) layer.basis()).withOrder(11)))
                .toList());
        assertThat(engine.obstacle(configuration(other)))
                .hasValueSatisfying(line -> assertThat(line)
                        .contains("cuda has kernels for the presets' functions")
                        .contains("opencl"));
    }

    private static Configuration configuration(NetworkSpec spec) {
        return new Configuration("kal-net", MOONS, spec, recipe("kal-net", 1), 3, 1, Configuration.CUDA);
    }

    /** Of launches and of waiting, with codes of a lost device and of a kernel that went astray. */
    @ParameterizedTest
    @CsvSource({"cuLaunchKernel, 719, 100", "cuStreamSynchronize, 999, 6", "cuMemcpyDtoHAsync_v2, 700, 5"})
    void a_device_that_vanishes_ends_a_run_with_one_line(String function, int code, int after) throws Exception {
        cuda.failing(function, code, after);
        assertThat(failure("kal-net", 50))
                .startsWith("the CUDA device failed (cu")
                .doesNotContain("\n");
    }

    @Test
    void too_little_memory_names_a_smaller_batch() throws Exception {
        cuda.memory(1 << 16);
        assertThat(failure("kal-net", 1))
                .startsWith("not enough memory on the CUDA device to train ")
                .contains("choose a smaller batch");
    }

    @Test
    void kernels_that_the_driver_does_not_take_leave_its_log() throws Exception {
        cuda.failing("cuModuleLoadDataEx", Cuda.INVALID_PTX, 0);
        assertThat(failure("kal-net", 1))
                .matches(
                        "the driver of .* does not build the kernels; its log is in .*\\.log: update the driver, or train"
                                + " with vector");
    }
}
