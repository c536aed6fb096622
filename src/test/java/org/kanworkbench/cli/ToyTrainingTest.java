package org.kanworkbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Toy sets from the command line, with the presets' own small networks. */
class ToyTrainingTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "kal-net, moons?noise=0.1, 0.97",
        "kal-net, spiral?noise=0.05, 0.95",
        "kal-net, circles?noise=0.1, 0.97",
        "kal-net, xor?noise=0, 0.97",
        "kal-net, gaussians?noise=0.1, 0.97",
        "torchkan, moons?noise=0.1, 0.97"
    })
    void a_small_network_learns_it(String preset, String set, double least) {
        Shell shell = Shell.done("train --preset", preset, "--data", "toy:" + set, "--json");

        List<JsonNode> lines = shell.json();
        assertThat(lines.get(lines.size() - 2).get("test_acc").asDouble()).isGreaterThan(least);
        assertThat(lines.getLast().get("parameters").asLong()).isLessThan(400);
    }

    @Test
    void a_model_is_scored_on_points_that_it_has_not_seen() {
        Path model = folder.resolve("moons.kan");
        Shell trained = Shell.done("train --preset kal-net --data toy:moons?rows=400 --out", model, "--threads 1");
        assertThat(trained.err()).contains("; vector, 1 thread, seed 0");

        Shell shell = Shell.done("evaluate", model, "--data toy:moons?seed=5 --json");

        assertThat(shell.json().getFirst().get("total").asInt()).isEqualTo(250);
        assertThat(shell.json().getFirst().get("test_acc").asDouble()).isGreaterThan(0.95);
    }
}
