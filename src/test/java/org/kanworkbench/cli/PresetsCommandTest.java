package org.kanworkbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.Presets;

class PresetsCommandTest {

    @Test
    void every_preset_has_a_line() {
        List<JsonNode> lines = Shell.run("presets", "--json").json();

        assertThat(lines)
                .extracting(line -> line.get("name").asText())
                .containsExactlyElementsOf(
                        Presets.ALL.stream().map(Preset::name).toList());
        assertThat(lines)
                .allSatisfy(
                        line -> assertThat(Shell.fields(line)).containsExactly("name", "parameters", "description"));
        // 784·64 + 64 + 64·10 + 10 weights and biases.
        assertThat(lines.stream()
                        .filter(l -> l.get("name").asText().equals("mlp"))
                        .findFirst())
                .hasValueSatisfying(l -> assertThat(l.get("parameters").asInt()).isEqualTo(50890));
    }
}
