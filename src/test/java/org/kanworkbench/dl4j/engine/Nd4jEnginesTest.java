package org.kanworkbench.dl4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kanworkbench.training.loop.MoonRuns.configuration;
import static org.kanworkbench.training.loop.MoonRuns.kinds;
import static org.kanworkbench.training.loop.MoonRuns.recipe;
import static org.kanworkbench.training.loop.MoonRuns.weights;
import static org.kanworkbench.training.loop.Told.only;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.network.Field;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.device.Device;
import org.kanworkbench.training.device.NvidiaDriver;
import org.kanworkbench.training.loop.MoonRuns;

@Timeout(120)
class Nd4jEnginesTest {

    private final Engines engines = Nd4jEngines.all();
    private final MoonRuns runs = new MoonRuns(engines);

    @Test
    void a_run_tells_the_same_kinds_of_events_in_the_same_order() throws InterruptedException {
        Recipe recipe = recipe("kal-net", 12);
        List<TrainingEvent> vector = runs.train(configuration("kal-net", Configuration.VECTOR, recipe));
        List<TrainingEvent> nd4j = runs.train(configuration("kal-net", Configuration.ND4J_NATIVE, recipe));
        assertThat(kinds(nd4j)).isEqualTo(kinds(vector));
        double expected =
                only(vector, TrainingEvent.Evaluated.class).getLast().test().score();
        assertThat(only(nd4j, TrainingEvent.Evaluated.class).getLast().test().score())
                .isBetween(expected - 0.05, expected + 0.05);
        assertThat(only(nd4j, TrainingEvent.Started.class)
                        .getFirst()
                        .configuration()
                        .engine())
                .isEqualTo(Configuration.ND4J_NATIVE);
    }

    /** With grids that move at 3, and with dropout. */
    @ParameterizedTest
    @ValueSource(strings = {"torchkan", "lazy-kan"})
    void a_stopped_run_goes_on_on_its_engine_to_the_same_weights(String preset) throws Exception {
        Recipe recipe = recipe(preset, 6);
        Configuration configuration = configuration(
                preset,
                Configuration.ND4J_NATIVE,
                preset.equals("torchkan")
                        ? recipe.with(RecipeField.GRID_EVERY, 1).with(RecipeField.GRID_UNTIL, 4)
                        : recipe);
        List<TrainingEvent> whole = runs.train(configuration);
        assertThat(weights(runs.stoppedAndResumed(configuration))).isEqualTo(weights(whole));
    }

    @Test
    void everything_that_a_recipe_may_ask_for_is_done_or_refused() {
        Recipe everything = recipe("torchkan", 6)
                .with(RecipeField.AVERAGING, 0.9)
                .with(RecipeField.VALIDATION_ROWS, 10)
                .with(RecipeField.PATIENCE, 2)
                .with(RecipeField.KEEP_BEST, true)
                .with(RecipeField.GRID_EVERY, 1)
                .with(RecipeField.GRID_UNTIL, 4);
        Configuration asked = configuration("torchkan", Configuration.ND4J_NATIVE, everything);
        assertThat(engines.named(Configuration.ND4J_NATIVE).obstacle(asked)).isEmpty();
        Map<Field<?>, Object> refused = Map.of(
                RecipeField.REFINE_EVERY, 1, RecipeField.SPARSITY, 0.1, RecipeField.OPTIMIZER, Optimizer.Kind.LBFGS);
        refused.forEach((field, value) -> assertThat(engines.named(Configuration.ND4J_NATIVE)
                        .obstacle(configuration(
                                "torchkan",
                                Configuration.ND4J_NATIVE,
                                recipe("torchkan", 6).with(Map.of(field, value)))))
                .as(field.name())
                .hasValueSatisfying(line ->
                        assertThat(line).startsWith("nd4j-native has no ").endsWith("or train with vector")));
        assertThat(RecipeField.ALL)
                .filteredOn(field -> field.is(Field.Trait.ADDED) && !refused.containsKey(field))
                .filteredOn(field -> field.applies(other -> other.of(everything)))
                .as("fields that ND4J is not asked for here: let it do them, or test that it refuses them")
                .noneMatch(field -> field.of(everything).equals(field.usual()));
    }

    @Test
    void coverage_of_grids_is_told() throws InterruptedException {
        List<TrainingEvent> events =
                runs.train(configuration("torchkan", Configuration.ND4J_NATIVE, recipe("torchkan", 2)));
        assertThat(only(events, TrainingEvent.Evaluated.class).getLast().grids().exists())
                .isTrue();
    }

    @Test
    void an_engine_that_is_not_there_ends_the_run_with_its_reason() throws InterruptedException {
        Engines without = new Engines(List.of(new CudaEngine(new NvidiaDriver() {
            @Override
            public List<Gpu> gpus() {
                return List.of();
            }
        })));
        List<TrainingEvent> events =
                new MoonRuns(without).train(configuration("kal-net", Configuration.ND4J_CUDA, recipe("kal-net", 1)));
        assertThat(only(events, TrainingEvent.Failed.class).getFirst().message())
                .isEqualTo(
                        "training stopped: nd4j-cuda is not available: no NVIDIA driver found: install it for an NVIDIA card;"
                                + " other cards train with opencl");
    }

    @Test
    void the_native_engine_names_the_processor_and_its_memory() {
        Device device = engines.named(Configuration.ND4J_NATIVE).device();
        assertThat(device.missing()).isEmpty();
        assertThat(device.sentence()).contains("core").endsWith("GiB");
    }

    @Test
    void why_there_is_no_GPU_is_told_in_a_line() {
        List<NvidiaDriver.Gpu> gpu = NvidiaDriver.parse("NVIDIA H100 80GB HBM3, 535.104.05, 81559, 1024, 37\n");
        List<NvidiaDriver.Gpu> old = NvidiaDriver.parse("Tesla K80, 418.87.01, 11441, 0, [N/A]\n");
        assertThat(CudaEngine.device(List.of(), true).sentence()).startsWith("no NVIDIA driver found: install it");
        assertThat(CudaEngine.device(gpu, false).sentence())
                .isEqualTo("built without CUDA: start with `./workbench --cuda`");
        assertThat(CudaEngine.device(old, true).sentence())
                .isEqualTo("the NVIDIA driver 418.87.01 is too old: install 450 or newer");
        assertThat(CudaEngine.device(gpu, true).sentence()).isEqualTo("NVIDIA H100 80GB HBM3, 80 GiB");
        assertThat(gpu.getFirst().utilization()).isEqualTo(0.37);
        assertThat(gpu.getFirst().usedBytes()).isEqualTo(1024L << 20);
        assertThat(old.getFirst().utilization()).isNaN();
    }

    @Test
    void what_nvidia_smi_says_without_a_driver_is_no_GPU() {
        assertThat(NvidiaDriver.parse(
                        "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.\n"))
                .isEmpty();
    }

    @Test
    void failures_of_memory_and_drivers_are_told_in_a_line() {
        Configuration cuda = configuration(
                "kal-net", Configuration.ND4J_CUDA, recipe("kal-net", 1).with(RecipeField.BATCH, 4096));
        Optional<String> memory = Nd4jFailures.explain(
                new RuntimeException("execution failed", new RuntimeException("CUDA error: out of memory (2)")), cuda);
        assertThat(memory.orElseThrow())
                .contains("not enough GPU memory")
                .contains("batches of 4096: choose a smaller batch, for instance 2048");
        assertThat(Nd4jFailures.explain(new OutOfMemoryError("Physical memory usage is too high"), cuda))
                .isPresent();
        assertThat(Nd4jFailures.explain(
                                new RuntimeException("CUDA driver version is insufficient for CUDA runtime version"),
                                cuda)
                        .orElseThrow())
                .isEqualTo("the NVIDIA driver is too old for the CUDA that nd4j-cuda was built with: update the driver,"
                        + " or train with nd4j-native");
        assertThat(Nd4jFailures.explain(new RuntimeException("CUDA error: 719\nat somewhere"), cuda)
                        .orElseThrow())
                .isEqualTo("the GPU failed (CUDA error: 719): train again, or with nd4j-native");
        assertThat(Nd4jFailures.explain(new IllegalArgumentException("something else"), cuda))
                .isEmpty();
        assertThat(Nd4jFailures.loading(Configuration.ND4J_CUDA, new NoClassDefFoundError("x") {
                    @Override
                    public synchronized Throwable getCause() {
                        return new UnsatisfiedLinkError(
                                "/a/libjnicublas.so: libcublas.so.11: cannot open shared object file: No such");
                    }
                }))
                .isEqualTo("nd4j-cuda cannot be loaded (the library libcublas.so.11 is missing): train with vector");
    }
}
