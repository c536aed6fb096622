package org.kanworkbench.gpu.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.gpu.Programs;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.Presets;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/**
 * Kernels that were made ahead are those of today's programs. With {@code -Dcuda.kernels.write=true} and NVIDIA's compiler they are made
 * anew.
 */
class CudaKernelsTest {

    private static final Path RESOURCES = Path.of("src", "main", "resources", "org", "kanworkbench", "gpu", "cuda");
    private static final int MOST_TIMES = 6;
    private static final String ANEW =
            "make them anew with mvn test -Dtest=CudaKernelsTest -Dcuda.kernels.write=true where nvcc is";

    private static final Pattern REGISTER = Pattern.compile("%(f|rd|r|p)(\\d+)\\b");

    @TempDir
    Path folder;

    /** For grey and coloured images, points, and numbers of one and several inputs. */
    private static Set<String> programs(Preset preset) {
        Set<String> all = new LinkedHashSet<>();
        all.addAll(Programs.of(preset.network(28 * 28, 10)));
        all.addAll(Programs.of(preset.network(32 * 32 * 3, 10)));
        if (preset.stem().channels().isEmpty()) {
            all.addAll(Programs.of(preset.forSmallData().network(2, 2)));
            all.addAll(Programs.of(preset.forNumbers().network(1, 1)));
            all.addAll(Programs.of(preset.forNumbers().network(5, 1)));
        }
        return all;
    }

    private static Set<String> programs() {
        return Presets.ALL.stream()
                .flatMap(preset -> programs(preset).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Test
    void every_preset_has_its_kernels_and_nothing_else_is_there() throws Exception {
        Set<String> programs = programs();
        if (Boolean.getBoolean("cuda.kernels.write")) {
            write(programs);
        }
        assertThat(Files.readAllLines(RESOURCES.resolve(Kernels.LIST)))
                .as(ANEW)
                .containsExactlyInAnyOrderElementsOf(
                        programs.stream().map(Kernels::digest).toList());
        assertThat(programs)
                .allSatisfy(
                        program -> assertThat(Kernels.ptx(program).orElseThrow().lines())
                                .startsWith(Kernels.BEGIN + Kernels.digest(program), ".version 6.3", ".target sm_75"));
    }

    private void write(Set<String> programs) throws IOException, InterruptedException {
        StringBuilder all = new StringBuilder();
        for (String program : programs) {
            String ptx = made(program);
            all.append(relative(ptx));
        }
        try (OutputStream out = new XZOutputStream(
                Files.newOutputStream(RESOURCES.resolve(Kernels.ARCHIVE)), new LZMA2Options(LZMA2Options.PRESET_MAX))) {
            out.write(all.toString().getBytes(StandardCharsets.UTF_8));
        }
        Files.write(
                RESOURCES.resolve(Kernels.LIST),
                programs.stream().map(Kernels::digest).toList());
    }

    /** As they are kept: each register by its distance from the last one of its kind, so that equal code has equal text. */
    private static String relative(String ptx) {
        Map<String, Integer> last = new HashMap<>();
        return REGISTER.matcher(ptx).replaceAll(m -> {
            int number = Integer.parseInt(m.group(2));
            Integer before = last.put(m.group(1), number);
            return String.format(Locale.ROOT, "%%%s%+d", m.group(1), number - (before == null ? 0 : before));
        });
    }

    /** For drivers of every age, without what only says where it came from. */
    private String made(String program) throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("program.cu"), Kernels.source(program));
        Path to = folder.resolve("program.ptx");
        Process compiler = new ProcessBuilder(
                        "nvcc",
                        "-ptx",
                        "-arch=compute_75",
                        "-std=c++17",
                        "-Werror=all-warnings",
                        "-o",
                        to.toString(),
                        source.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(compiler.waitFor()).isZero();
        return Files.readString(to)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("//") && !line.contains("used_bytes_mask"))
                .map(line -> line.startsWith(".version") ? ".version 6.3" : line)
                .collect(Collectors.joining("\n", Kernels.BEGIN + Kernels.digest(program) + "\n", "\n"));
    }

    /** Of one release, as others write the same in other words; and it does, too, in one of some eight times. */
    @Test
    void the_compiler_still_makes_the_same_of_them() throws Exception {
        Assumptions.assumeTrue(release().contains("release 13.0"), "no nvcc of CUDA 13.0 here");
        for (String program : programs(Preset.named("kal-net").orElseThrow())) {
            String there = Kernels.ptx(program).orElseThrow();
            boolean same = false;
            for (int time = 0; time < MOST_TIMES && !same; time++) {
                same = there.equals(made(program));
            }
            assertThat(same).as(ANEW).isTrue();
        }
    }

    private static String release() throws InterruptedException {
        try {
            Process compiler = new ProcessBuilder("nvcc", "--version")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return compiler.waitFor() == 0 ? said : "";
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void widths_and_data_of_other_sizes_need_no_others() {
        for (String name : List.of("kal-net", "sine-kan", "gr-kan", "wav-kan", "torchkan")) {
            NetworkSpec wide = Preset.named(name).orElseThrow().network(3072, List.of(17, 200), 100);
            assertThat(Programs.of(wide)).allMatch(Kernels::has);
            assertThat(new CudaApi().obstacle(wide, false)).isEmpty();
        }
    }
}
