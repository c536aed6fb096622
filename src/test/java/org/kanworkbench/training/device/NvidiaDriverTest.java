package org.kanworkbench.training.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the driver's program is played by a shell script")
@Timeout(60)
class NvidiaDriverTest {

    private static final long PLENTY = 30_000;

    @TempDir
    private Path folder;

    private NvidiaDriver driver(String script, long millis) {
        return new NvidiaDriver(FakeDriver.write(folder, script).toString(), millis);
    }

    @Test
    void the_program_is_asked_for_what_it_knows_and_its_first_GPU_is_the_one() throws IOException {
        Path asked = folder.resolve("asked");
        NvidiaDriver driver = driver("""
                echo "$@" > %s
                echo 'NVIDIA H100 80GB HBM3, 535.104.05, 81559, 1024, 37'
                echo 'NVIDIA T4, 535.104.05, 15360, 3, 0'""".formatted(asked), PLENTY);
        assertThat(driver.load()).contains(new DeviceLoad("NVIDIA H100 80GB HBM3", 1024L << 20, 81559L << 20, 0.37));
        assertThat(driver.gpus())
                .extracting(NvidiaDriver.Gpu::name)
                .containsExactly("NVIDIA H100 80GB HBM3", "NVIDIA T4");
        assertThat(Files.readString(asked))
                .isEqualTo("--query-gpu=name,driver_version,memory.total,memory.used,utilization.gpu"
                        + " --format=csv,noheader,nounits\n");
    }

    @Test
    void what_it_does_not_tell_is_left_open() {
        NvidiaDriver driver = driver("echo 'NVIDIA GB10, 580.95.05, [N/A], [N/A], [N/A]'", PLENTY);
        DeviceLoad load = driver.load().orElseThrow();
        assertThat(load.totalBytes()).isZero();
        assertThat(load.utilization()).isNaN();
    }

    @Test
    void answers_that_make_no_sense_are_no_GPU() {
        for (String line : List.of(
                "Unable to determine the device handle for GPU 0000:01:00.0: Unknown Error",
                "No devices were found",
                "a, b, c, d, e",
                ",,,,",
                "H100, 535.1, 1, 2",
                "")) {
            assertThat(NvidiaDriver.parse(line)).as(line).isEmpty();
        }
        assertThat(NvidiaDriver.parse("H100, 535.1, 99999999999999999999, -3, 4000")
                        .getFirst())
                .isEqualTo(new NvidiaDriver.Gpu("H100", "535.1", 0, 0, Double.NaN));
        assertThat(driver("echo 'H100, 535.1, 81559, 1024, 37'; exit 9", PLENTY).gpus())
                .isEmpty();
        assertThat(driver("head -c 200000 /dev/zero", PLENTY).gpus()).isEmpty();
    }

    @Test
    @Timeout(30)
    void an_answer_that_takes_too_long_is_not_waited_for() {
        assertThat(driver("exec sleep 300", 200).gpus()).isEmpty();
        // The answer is there, but its end is not.
        assertThat(driver("echo 'H100, 535.1, 81559, 1024, 37'; exec sleep 60", 200)
                        .gpus())
                .isEmpty();
        // Something that it has started holds the pipe: Java may notice the program's end before the limit, and then
        // the
        // answer is whole.
        assertThat(driver("sleep 60 & echo 'H100, 535.1, 81559, 1024, 37'", 200).gpus())
                .allSatisfy(gpu -> assertThat(gpu.utilization()).isEqualTo(0.37));
    }

    @Test
    void without_the_program_there_is_no_GPU() {
        assertThat(new NvidiaDriver(folder.resolve("nvidia-smi").toString(), PLENTY).gpus())
                .isEmpty();
    }
}
