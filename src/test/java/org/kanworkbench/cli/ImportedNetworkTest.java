package org.kanworkbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.files.peer.PeerCheckpoint;
import org.kanworkbench.files.peer.TorchFile;
import org.kanworkbench.reference.ReferenceNetwork;

/** A checkpoint of efficient-kan from two columns to a number, which does not say so. */
class ImportedNetworkTest {

    private static final int ROWS = 20;

    @TempDir
    private Path folder;

    private Path checkpoint;
    private Path table;
    private Path model;
    private double[] expected;

    @BeforeEach
    void write() throws Exception {
        float[] knots = new float[2 * 12];
        for (int j = 0; j < knots.length; j++) {
            knots[j] = (j % 12 - 3) * 0.4f - 1;
        }
        float[] splines = new float[2 * 8];
        for (int j = 0; j < splines.length; j++) {
            splines[j] = (float) Math.sin(j + 1);
        }
        checkpoint = new TorchFile()
                .tensor("layers.0.grid", new int[] {2, 12}, knots)
                .tensor("layers.0.base_weight", new int[] {1, 2}, new float[] {0.3f, -0.7f})
                .tensor("layers.0.spline_weight", new int[] {1, 2, 8}, splines)
                .tensor("layers.0.spline_scaler", new int[] {1, 2}, new float[] {0.5f, 1.5f})
                .write(folder.resolve("net.pth"));
        model = folder.resolve("net.kan");
        double[][] x = new double[ROWS][];
        for (int r = 0; r < ROWS; r++) {
            x[r] = new double[] {(r * 7 % ROWS - 10) / 10.5, (r * 11 % ROWS - 10) / 11.0};
        }
        double[][] y = new ReferenceNetwork(
                        PeerCheckpoint.read(checkpoint, Optional.empty()).model())
                .forward(x, false);
        StringBuilder text = new StringBuilder("height,note,width,load\n");
        expected = new double[ROWS];
        for (int r = 0; r < ROWS; r++) {
            expected[r] = y[r][0];
            text.append(x[r][0] + ",n" + r + "," + x[r][1] + "," + (y[r][0] + 0.25) + "\n");
        }
        table = Files.writeString(folder.resolve("loads.csv"), text);
    }

    /** The table's numbers are 0.25 above what the network predicts. */
    @Test
    void without_a_word_on_its_data_it_is_scored_on_all_rows_in_their_units() throws Exception {
        Shell numbers = Shell.done("evaluate", checkpoint, "--data", table, "--ignore note --json");

        assertThat(numbers.err()).contains("scored on all 20 rows in their own units");
        assertThat(numbers.json().getFirst().get("test_rmse").asDouble()).isCloseTo(0.25, within(1e-5));

        Path classes = classifier();
        Path sides = folder.resolve("sides.csv");
        Files.write(
                sides, List.of("height,side", "3,a", "4,b", "5,a", "6,b", "3,a", "4,b", "5,a", "6,b", "7,b", "8,b"));
        Shell direct = Shell.run("evaluate", classes, "--data", sides, "--json");
        Shell imported = Shell.done("import", classes, "--data", sides, "--out", folder.resolve("sides.kan"));
        Shell converted = Shell.run("evaluate", folder.resolve("sides.kan"), "--data", sides, "--json");
        assertThat(direct.exitCode()).as(direct.err()).isZero();
        assertThat(direct.json().getFirst().get("total").asInt()).isEqualTo(10);
        assertThat(direct.json().getFirst().get("test_loss"))
                .isEqualTo(converted.json().getFirst().get("test_loss"));
        Path edges = folder.resolve("direct.csv");
        Path same = folder.resolve("converted.csv");
        Shell.done("edges", classes, "--layer 1 --importance --data", sides, "--out", edges);
        Shell.done("edges", folder.resolve("sides.kan"), "--layer 1 --importance --data", sides, "--out", same);
        assertThat(edges).hasSameTextualContentAs(same);
    }

    @Test
    void numbers_are_told_of_where_they_would_be_taken_for_classes() {
        Path edges = folder.resolve("edges.csv");
        for (String command : List.of("quantize", "export --format onnx", "export --format dl4j")) {
            List<Object> words = new ArrayList<>(List.of(command.split(" ")));
            words.addAll(List.of(checkpoint, "--data", table, "--ignore", "note"));
            Shell.run(words.toArray())
                    .assertRefused("the target of loads is a number: convert it with `import " + checkpoint);
        }
        Shell.done("edges", checkpoint, "--layer 1 --importance --data", table, "--ignore note --out", edges);
    }

    private Path classifier() throws Exception {
        float[] knots = new float[12];
        float[] splines = new float[2 * 8];
        for (int j = 0; j < splines.length; j++) {
            splines[j] = (float) Math.cos(j);
            knots[j % 12] = (j % 12 - 3) * 0.4f - 1;
        }
        return new TorchFile()
                .tensor("layers.0.grid", new int[] {1, 12}, knots)
                .tensor("layers.0.base_weight", new int[] {2, 1}, new float[] {0.3f, -0.7f})
                .tensor("layers.0.spline_weight", new int[] {2, 1, 8}, splines)
                .tensor("layers.0.spline_scaler", new int[] {2, 1}, new float[] {0.5f, 1.5f})
                .write(folder.resolve("classes.pth"));
    }

    @Test
    void with_its_table_it_predicts_and_is_scored_in_the_tables_units() {
        Shell.run("predict", checkpoint, "--data", table).assertRefused("convert it with `import");
        Shell.run("import", checkpoint, "--data", table, "--ignore", "note,width")
                .assertRefused("a network of 2 → 1 but loads has");
        Shell.run("import", checkpoint, "--target", "load").assertRefused("name one with --data");
        assertThat(model).doesNotExist();

        Shell shell = Shell.done("import", checkpoint, "--data", table, "--ignore note");

        List<JsonNode> rows =
                Shell.run("predict", model, "--data", table, "--json").json();
        assertThat(rows).hasSize(ROWS);
        for (int r = 0; r < ROWS; r++) {
            assertThat(rows.get(r).get("predicted load").asDouble()).isCloseTo(expected[r], within(1e-5));
        }
        Shell scored = Shell.run("evaluate", model, "--data", table, "--json");
        assertThat(scored.json().getFirst().get("test_rmse").asDouble()).isCloseTo(0.25, within(1e-5));
        Shell.run("import", model, "--data", table, "--out", folder.resolve("again.kan"))
                .assertRefused("says what it was trained on");
    }
}
