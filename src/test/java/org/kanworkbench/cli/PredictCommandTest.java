package org.kanworkbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictCommandTest {

    private static final int ROWS = 60;
    private static final String[] TOWNS = {"Rome", "Bath", "Oslo"};

    @TempDir
    private Path folder;

    private Path model;

    @BeforeEach
    void train() throws IOException {
        model = folder.resolve("m.kan");
        Path table = table("towns.csv", "town,size,kind", true);
        Shell.done("train --preset kal-net --data", table, "--target kind --epochs 5 --out", model);
    }

    private Path table(String name, String header, boolean labelled) throws IOException {
        StringBuilder text = new StringBuilder(header).append('\n');
        for (int i = 0; i < ROWS; i++) {
            String kind = TOWNS[i % 3].equals("Rome") || i % 7 > 4 ? "warm" : "cold";
            text.append(labelled ? TOWNS[i % 3] + "," + i % 7 + "," + kind : i % 7 + ",no " + i + "," + TOWNS[i % 3])
                    .append('\n');
        }
        return Files.writeString(folder.resolve(name), text);
    }

    /** A spreadsheet would take -low for a formula, so that it is written with an apostrophe. */
    @Test
    void what_was_written_is_read_as_it_was() throws IOException {
        StringBuilder text = new StringBuilder("level,day,kind\n");
        for (int i = 0; i < ROWS; i++) {
            text.append(i % 2 == 0 ? "-low," : "+high,")
                    .append(1_700_000_000L + 3600 * i)
                    .append(i % 2 == 0 ? ",a\n" : ",b\n");
        }
        Path table = Files.writeString(folder.resolve("levels.csv"), text);
        Path net = folder.resolve("levels.kan");
        Shell.done("train --preset kal-net --data", table, "--target kind --epochs 3 --out", net);
        Path once = folder.resolve("once.csv");
        Shell.done("predict", net, "--data", table, "--out", once);
        assertThat(once).content().contains("\n'-low,", "\n'+high,");
        Shell again = Shell.done("predict", net, "--data", once);
        assertThat(again.err()).doesNotContain("does not know");
        List<String> first = Files.readAllLines(once);
        List<String> second = again.out().lines().toList();
        for (int r = 1; r <= ROWS; r++) {
            String[] cells = second.get(r).split(",");
            assertThat(cells[8] + "," + cells[9])
                    .isEqualTo(first.get(r).split(",")[4] + "," + first.get(r).split(",")[5]);
        }

        Path dates = folder.resolve("dates.kan");
        Shell.done("train --preset kal-net --data", table, "--target day --epochs 3 --out", dates);
        List<String> days =
                Shell.done("predict", dates, "--data", table).out().lines().toList();
        assertThat(days.stream().skip(1).map(line -> line.split(",")[3]).distinct())
                .as("float32 has multiples of 128 there")
                .anyMatch(day -> Double.parseDouble(day) % 128 != 0);
        assertThat(Shell.done("predict", dates, "--data", table, "--json").json())
                .extracting(row -> row.get("predicted day").asDouble())
                .containsExactlyElementsOf(days.stream()
                        .skip(1)
                        .map(line -> Double.valueOf(line.split(",")[3]))
                        .toList());
    }

    @Test
    void rows_without_the_target_get_the_probabilities_that_evaluation_has() throws IOException {
        Path known = table("other towns.csv", "town,size,kind", true);
        Shell scored = Shell.done("evaluate", model, "--data", known, "--json --logits", ROWS);
        JsonNode logits = scored.json().getFirst().get("logits");
        assertThat(logits).hasSize(ROWS);

        Path rows = table("new.csv", "size,note,town", false);
        Files.writeString(rows, "NA,lacks,Rome\n", StandardOpenOption.APPEND);
        Shell shell = Shell.done("predict", model, "--data", rows);
        assertThat(shell.err()).contains("1 row of 61 without a prediction, as values are missing");
        List<String> lines = shell.out().lines().toList();
        assertThat(lines.getFirst()).isEqualTo("size,note,town,predicted,p(cold),p(warm),remark");
        assertThat(lines).hasSize(ROWS + 2).last().isEqualTo("NA,lacks,Rome,,,,size is missing");
        for (int r = 0; r < ROWS; r++) {
            String[] cells = lines.get(1 + r).split(",");
            double difference =
                    logits.get(r).get(1).asDouble() - logits.get(r).get(0).asDouble();
            double warm = 1 / (1 + Math.exp(-difference));
            assertThat(cells[1]).isEqualTo("no " + r);
            assertThat(cells[3]).isEqualTo(warm > 0.5 ? "warm" : "cold");
            assertThat(Double.parseDouble(cells[5])).isCloseTo(warm, within(1e-4));
        }

        Path elsewhere = folder.resolve("elsewhere.csv");
        Files.writeString(elsewhere, "town,size\nTurin,1\nRome,2\nTurin,3\n");
        assertThat(Shell.run("predict", model, "--data", elsewhere).err())
                .contains(elsewhere + ": words that the model does not know: town=Turin\n");
        assertThat(Shell.run("predict", model, "--data", elsewhere, "--json").json())
                .extracting(row -> row.path("remark").asText())
                .containsExactly("unknown town=Turin", "", "unknown town=Turin");

        Path out = folder.resolve("predicted.csv");
        Shell written = Shell.run("predict", model, "--data", rows, "--out", out, "--json");
        assertThat(written.json().getFirst().get("rows").asInt()).isEqualTo(ROWS + 1);
        assertThat(Files.readAllLines(out)).isEqualTo(lines);
        List<String> told = new ArrayList<>();
        Shell.run("predict", model, "--data", rows, "--json")
                .json()
                .forEach(row -> told.add(row.path("predicted").asText()));
        assertThat(told).hasSize(ROWS + 1).contains("warm", "cold").last().isEqualTo("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kan", "onnx"})
    void values_that_training_had_none_of_are_told(String format) throws IOException {
        Path file = model;
        if (format.equals("onnx")) {
            file = folder.resolve("towns.onnx");
            Path table = folder.resolve("towns.csv");
            Shell exported =
                    Shell.done("export", model, "--format", format, "--data", table, "--target kind --out", file);
        }
        Path rows = folder.resolve("beyond.csv");
        Files.writeString(rows, "town,size\nRome,0\nRome,6\n");
        assertThat(Shell.run("predict", file, "--data", rows).err()).isEmpty();
        Files.writeString(rows, "town,size\nRome,1\nRome,7.3\nNA,900\nBath,-3\n");
        assertThat(Shell.run("predict", file, "--data", rows).err())
                .contains("2 rows beyond what the model was trained on, where it extrapolates:"
                        + " size is -3 to 7.3, was 0 to 6\n");
        assertThat(Shell.run("predict", file, "--data", rows).out().lines())
                .extracting(line -> line.substring(line.lastIndexOf(',') + 1))
                .containsExactly("remark", "", "size out of range", "town is missing", "size out of range");
    }

    @Test
    void predictions_say_what_they_are_called_beside_columns_of_their_names() throws IOException {
        Path rows = folder.resolve("again.csv");
        Files.writeString(rows, "town,size,predicted\nRome,1,warm\n");
        Shell shell = Shell.run("predict", model, "--data", rows);
        assertThat(shell.out()).startsWith("town,size,predicted,predicted.1,p(cold),p(warm),remark\n");
        assertThat(shell.err()).isEqualTo(rows + ": there is predicted already: the new columns are predicted.1\n");
    }

    @Test
    void what_is_printed_for_a_file_or_a_program_is_what_is_written() throws IOException {
        Path rows = folder.resolve("odd.csv");
        Files.writeString(rows, "town,size,\"a\tnote\"\nRome,1,\"two\r\nlines \ud83d\udc69\u200d\ud83d\udd2c\"\n");
        Path written = folder.resolve("written.csv");
        Shell.done("predict", model, "--data", rows, "--out", written);
        assertThat(Shell.done("predict", model, "--data", rows).out())
                .isEqualTo(Files.readString(written))
                .contains("two\r\nlines \ud83d\udc69\u200d\ud83d\udd2c");
    }

    @Test
    void what_cannot_be_predicted_is_refused_in_a_line() throws IOException {
        Path rows = folder.resolve("rows.csv");
        Files.writeString(rows, "town,size\nRome,1\nBath,small\n");
        assertRefused(rows, ", row 3, column 2 (size): \"small\" is not a number: correct it or delete the row");
        Files.writeString(rows, "town,size\nRome,Infinity\n");
        assertRefused(rows, ", row 2, column 2 (size): \"Infinity\" is not finite: replace it or delete the row");
        Files.writeString(rows, "town,size\nRome,1e39\n");
        assertRefused(rows, ", row 2, column 2 (size): \"1e39\" is too large: numbers up to 1e38 are possible");
        Files.writeString(rows, "town,weight\nRome,1\n");
        assertRefused(rows, " has no column size, which the model was trained on: choose a table with it");
        Files.writeString(rows, "town,size\nRome\n");
        assertRefused(rows, ", row 2: there are 1 values but 2 columns");
        Files.writeString(rows, "");
        assertRefused(rows, " is empty");
        assertRefused(Path.of("-"), " is a pipe or a device, and a table is read from a file");

        Path moons = folder.resolve("moons.kan");
        Shell.run("train", "--preset", "kal-net", "--data", "toy:moons", "--epochs", 1, "--no-store", "--out", moons);
        Shell other = Shell.run("predict", moons, "--data", rows);
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.err()).contains("`predict` needs a model of a table", "moons.kan was trained on Two moons");
    }

    private void assertRefused(Path rows, String message) {
        Shell shell = Shell.run("predict", model, "--data", rows);
        assertThat(shell.exitCode()).isEqualTo(2);
        assertThat(shell.err().strip()).contains(rows + message).doesNotContain("\n");
    }
}
