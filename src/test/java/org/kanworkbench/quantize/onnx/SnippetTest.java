package org.kanworkbench.quantize.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Target;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.Preset;
import org.kanworkbench.quantize.onnx.graph.OnnxExport;
import org.kanworkbench.quantize.scheme.Schemes;

class SnippetTest {

    @TempDir
    private Path folder;

    private Path file;
    private OnnxModel written;
    private String expected;

    @BeforeEach
    void write() throws Exception {
        Model model = RandomModels.of(Preset.named("kal-net").orElseThrow(), 3);
        Origin origin = new Origin(
                "", "", new Target.Classes(List.of("a", "b", "c", "d")), Optional.empty(), Optional.empty(), 1);
        written = OnnxExport.of(model, origin, Schemes.FLOAT32, Optional.empty());
        // ONNX Runtime's Java opens no path beyond 16 bits.
        file = folder.resolve("ein \"Netz\" 数𝄞.onnx");
        written.write(file);
        float[] logits = RandomModels.logits(model, new float[20], 1);
        int best = 0;
        for (int c = 1; c < logits.length; c++) {
            best = logits[c] > logits[best] ? c : best;
        }
        expected = "class " + best;
    }

    @Test
    void the_Java_one_compiles_and_gives_the_network_s_answer() throws Exception {
        Path source = folder.resolve("Digits.java");
        Files.writeString(source, Snippet.JAVA.of(written, file.toString()));
        String classPath = System.getProperty("java.class.path");

        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", classPath, "-d", folder.toString(), source.toString());
        assertThat(compiled).isZero();

        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String said = output(
                java,
                "-Xss2m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                folder + System.getProperty("path.separator") + classPath,
                "Digits");
        assertThat(said).contains(expected);
    }

    @Test
    void the_Python_one_is_Python_and_gives_the_network_s_answer_where_there_is_a_runtime() throws Exception {
        Path source = folder.resolve("digits.py");
        Files.writeString(source, Snippet.PYTHON.of(written, file.toString()));
        assumeTrue(output("python3", "-c", "print('here')").contains("here"), "no Python");

        assertThat(output("python3", "-m", "py_compile", source.toString())).isEmpty();
        assertThat(output("python3", "-c", stubs() + "exec(open(" + quoted(source) + ").read())"))
                .contains("class 2 logits", "20 values");
        if (output("python3", "-c", "import onnxruntime, numpy; print('here')").contains("here")) {
            assertThat(output("python3", source.toString())).contains(expected);
        }
    }

    @Test
    void both_tell_the_columns_of_a_table_whatever_their_names() throws Exception {
        Model model = RandomModels.of(Preset.named("kal-net").orElseThrow(), 3);
        ColumnScaling scaling = new ColumnScaling(IntStream.range(0, 20)
                .mapToObj(i -> new ColumnScaling.Column("c" + i + "\\u000a\n*/", i, 2))
                .toList());
        Origin origin = new Origin("", "", Target.Classes.numbered(4), Optional.empty(), Optional.of(scaling), 1);
        OnnxModel table = OnnxExport.of(model, origin, Schemes.FLOAT32, Optional.empty());

        assertThat(Snippet.PYTHON.of(table, "t.onnx")).contains("\n#     (c7/u000a */ - 7.0) / 2.0\n");
        Path source = folder.resolve("Digits.java");
        Files.writeString(source, Snippet.JAVA.of(table, "t.onnx"));
        assertThat(source).content().contains("createSession(\"t.onnx\")");
        assertThat(Files.readString(source)).contains("//     (c19/u000a */ - 19.0) / 2.0\n");
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        source.toString());
        assertThat(compiled).isZero();
    }

    /** In place of the runtime and NumPy, where they are not installed: as strict as these about names and shapes. */
    private static String stubs() {
        return """
                import os, sys, types
                class Logits(list):
                    def argmax(self): return self.index(max(self))
                class Session:
                    def __init__(self, path, providers): assert os.path.exists(path) and providers
                    def run(self, outputs, feeds):
                        assert outputs == ["logits"] and list(feeds) == ["input"]
                        print(len(feeds["input"][0]), "values")
                        return [[Logits([0.0, 1.0, 3.0])]]
                np = types.ModuleType("numpy")
                np.float32 = float
                np.zeros = lambda shape, dtype: [[0.0] * shape[1] for _ in range(shape[0])]
                runtime = types.ModuleType("onnxruntime")
                runtime.InferenceSession = Session
                sys.modules.update(numpy=np, onnxruntime=runtime)
                """;
    }

    private static String quoted(Path path) {
        return "'" + path + "'";
    }

    private static String output(String... command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return text;
        } catch (IOException e) {
            return "cannot run: " + e.getMessage().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
