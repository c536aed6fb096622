package org.kanworkbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {

    @TempDir
    private Path folder;

    @Test
    void prints_a_line_a_preset_then_the_verdict_and_is_resumed() throws IOException {
        Path out = folder.resolve("out");
        Path table = folder.resolve("the zoo's.md");
        Object[] words = {
            "compare",
            "--presets",
            "kal-net,sine-kan",
            "--data",
            "toy:moons?rows=60",
            "--seeds",
            2,
            "--epochs",
            1,
            "--out",
            out,
            "--table",
            table,
            "--json"
        };
        Shell shell = Shell.run(words);

        assertThat(shell.exitCode()).as(shell.err()).isZero();
        List<JsonNode> lines = shell.json();
        assertThat(lines).hasSize(4);
        assertThat(Shell.fields(lines.getFirst()))
                .contains(
                        "preset",
                        "parameters",
                        "flops",
                        "seeds",
                        "failed",
                        "validation_acc_mean",
                        "test_acc_mean",
                        "test_acc_lo",
                        "test_acc_hi",
                        "train_s",
                        "rank");
        assertThat(lines.subList(0, 3))
                .extracting(line -> line.get("preset").asText())
                .containsExactlyInAnyOrder("kal-net", "sine-kan", "mlp");
        assertThat(lines.getLast().get("verdict").asText()).contains("2 seeds of 3 presets");
        assertThat(Files.readString(table))
                .contains(
                        "./workbench compare --presets kal-net,sine-kan", "'toy:moons?rows=60'", "/the zoo'\\''s.md'");
        String scores = Files.readString(out.resolve("scores.jsonl"));

        Shell again = Shell.run(words);
        assertThat(again.json()).isEqualTo(lines);
        assertThat(out.resolve("scores.jsonl")).hasContent(scores);
    }

    @Test
    void a_table_is_found_from_any_folder_and_a_comparison_that_has_it_as_typed_is_resumed() throws IOException {
        Path table = Files.writeString(
                folder.resolve("t.csv"),
                IntStream.range(0, 60)
                        .mapToObj(i -> i + ",k" + i % 2 + "\n")
                        .collect(Collectors.joining("", "t,kind\n", "")));
        Path typed = Path.of("").toAbsolutePath().relativize(table);
        Path out = folder.resolve("relative");
        String command = "--presets mlp --seeds 1 --epochs 1 --rates 0.01 --out";
        Shell.done("compare --data", typed, command, out);

        Path kept = out.resolve("compare.json");
        assertThat(kept).content().contains(table.toString()).doesNotContain(typed.toString());
        String scores = Files.readString(out.resolve("scores.jsonl"));
        Files.writeString(kept, Files.readString(kept).replace(table.toString(), typed.toString()));
        Shell.done("compare --data", table, command, out);
        assertThat(out.resolve("scores.jsonl")).hasContent(scores);
    }

    @Test
    void numbers_have_errors_and_data_sets_tables_of_their_own() {
        Shell shell = Shell.done(
                "compare --presets mlp --data toy:xor?rows=60 --data function:x*y?rows=60 --seeds 1",
                "--epochs 1 --rates 0.01 --out",
                folder);

        assertThat(shell.out()).contains("test_acc_mean", "test_rmse_mean", "Only one preset", "  0.01  ");
        assertThat(shell.err()).contains("nothing to compare mlp with: name another preset");
    }

    @Test
    void what_cannot_begin_leaves_no_folder() {
        Path out = folder.resolve("out");
        Shell shell =
                Shell.run("compare", "--presets", "conv-kal", "--rows", 100, "--engine", "nd4j-native", "--out", out);

        assertThat(shell.exitCode()).isEqualTo(2);
        assertThat(shell.err()).contains("conv-kal on MNIST");
        assertThat(out).doesNotExist();
    }
}
