package org.kanworkbench.app.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kanworkbench.app.OnScreen.await;
import static org.kanworkbench.app.OnScreen.text;
import static org.kanworkbench.app.train.TrainWindow.untilReady;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.WindowExtension;
import org.kanworkbench.app.chart.StatTile;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engine;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.Stepper;
import org.kanworkbench.training.Task;
import org.kanworkbench.training.VectorEngine;
import org.kanworkbench.training.device.Device;
import org.kanworkbench.training.device.DeviceLoad;
import org.kanworkbench.training.device.DeviceMonitor;
import org.kanworkbench.training.device.FakeDriver;
import org.kanworkbench.training.device.NvidiaDriver;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;

/** What a GPU tells while a run goes on. The GPU alone is missing: the vector engine computes in its place. */
@ExtendWith(WindowExtension.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the driver's program is played by a shell script")
class GpuTilesTest {

    @TempDir
    private static Path folder;

    private record InPlaceOfGpu(String name, DeviceMonitor driver) implements Engine {

        @Override
        public Device device() {
            return Device.of("NVIDIA H100 80GB HBM3", 80L << 30);
        }

        @Override
        public Stepper begin(Task task) {
            return new VectorEngine().begin(task);
        }

        @Override
        public Optional<DeviceMonitor> monitor() {
            return Optional.of(driver);
        }
    }

    private Path answer;
    private volatile long held = 3L << 30;
    private TrainWindow window;

    @Start
    private void open(Stage stage) throws Exception {
        answer = folder.resolve("answer");
        say("NVIDIA H100 80GB HBM3, 535.104.05, 81559, 1024, 37");
        Path script = FakeDriver.write(folder, "cat " + answer);
        DeviceMonitor memoryAlone = () -> Optional.of(new DeviceLoad("Radeon RX 7900", held, 20L << 30, Double.NaN));
        Engines engines = new Engines(List.of(
                new VectorEngine(),
                new InPlaceOfGpu(Configuration.OPENCL, memoryAlone),
                new InPlaceOfGpu(Configuration.ND4J_CUDA, new NvidiaDriver(script.toString(), 30_000))));
        SmallMnist.write(folder);
        window = new TrainWindow(stage, folder, engines, new Workspace(engines));
    }

    @AfterEach
    void close() {
        window.close();
    }

    /** Whole or not at all, as somebody may be reading. */
    private void say(String line) throws IOException {
        Path next = Files.writeString(folder.resolve("next"), line);
        Files.move(next, answer, StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void tiles_follow_the_GPU_while_it_trains(FxRobot robot) throws Exception {
        untilReady(robot);
        StatTile memory = robot.lookup("#tile-gpu-memory").queryAs(StatTile.class);
        StatTile busy = robot.lookup("#tile-gpu-load").queryAs(StatTile.class);
        StatTile cpu = robot.lookup("#tile-cpu").queryAs(StatTile.class);
        robot.interact(() -> {
            window.pane().viewModel.editor.engine.set(Configuration.ND4J_CUDA);
            window.pane().viewModel.editor.recipe.of(RecipeField.EPOCHS).set(100_000);
        });
        assertThat(memory.isVisible()).isFalse();
        robot.interact(() -> window.pane().viewModel.start());
        await(memory::isVisible);
        assertThat(texts(memory)).contains("Device memory", "1.00", "GiB", "of 79.6 GiB");
        assertThat(texts(busy)).contains("Device load", "37", "%", "NVIDIA H100 80GB HBM3");
        // The eighth, in rows of four: below the fourth.
        await(() -> busy.getLayoutY() > cpu.getLayoutY()
                && busy.getLayoutY() == memory.getLayoutY()
                && busy.getLayoutX() == cpu.getLayoutX());
        await(() -> text(robot, "#tile-cpu .type-figure").matches("\\d+"));

        say("NVIDIA H100 80GB HBM3, 535.104.05, 81559, 61169, 100");
        await(() -> texts(memory).contains("59.7"));
        assertThat(texts(busy)).contains("100");
        say("Unable to determine the device handle for GPU 0000:01:00.0: GPU is lost.");
        await(() -> texts(memory).contains("–"));
        assertThat(texts(busy)).contains("does not answer");

        window.endTheRun();
        await(() -> !memory.isVisible() && !busy.isVisible());
        assertThat(texts(cpu)).as("after the run").contains("–", "idle");

        robot.interact(() -> {
            window.pane().viewModel.editor.engine.set(Configuration.VECTOR);
            window.pane().viewModel.start();
        });
        untilTrained(robot);
        assertThat(memory.isVisible()).isFalse();
        window.endTheRun();
    }

    @Test
    void a_device_that_tells_its_memory_alone_has_one_tile_with_its_name(FxRobot robot) throws Exception {
        untilReady(robot);
        StatTile memory = robot.lookup("#tile-gpu-memory").queryAs(StatTile.class);
        StatTile busy = robot.lookup("#tile-gpu-load").queryAs(StatTile.class);
        robot.interact(() -> {
            window.pane().viewModel.editor.engine.set(Configuration.OPENCL);
            window.pane().viewModel.editor.recipe.of(RecipeField.EPOCHS).set(100_000);
            window.pane().viewModel.start();
        });
        await(memory::isVisible);
        assertThat(texts(memory)).contains("3.00", "GiB", "of 20.0 GiB of Radeon RX 7900");
        assertThat(busy.isVisible()).isFalse();
        held = 160 << 10;
        await(() -> texts(memory).containsAll(List.of("0.156", "MiB")));
        window.endTheRun();
    }

    private void untilTrained(FxRobot robot) {
        await(() -> !text(robot, "#tile-loss .type-figure").equals("–"));
    }

    private static List<String> texts(StatTile tile) {
        return tile.lookupAll(".label").stream()
                .map(node -> ((Label) node).getText())
                .toList();
    }
}
