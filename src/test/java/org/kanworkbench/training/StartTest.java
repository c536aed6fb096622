package org.kanworkbench.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.engine.Network;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;

class StartTest {

    private static final Preset PRESET = Preset.named("mlp").orElseThrow();
    private static final NetworkSpec NETWORK = PRESET.network(3, 2);

    private static Start start(String file, WeightsReader reader) {
        Configuration configuration = new Configuration(
                "mlp",
                new DataSource.CsvFile(Path.of("rows.csv")),
                NETWORK,
                PRESET.recipe(),
                1,
                1,
                Configuration.VECTOR,
                file);
        return new Start(configuration, Optional.empty(), Optional.ofNullable(reader), Optional.empty());
    }

    @Test
    void a_run_begins_with_random_weights_of_its_seed_or_with_those_of_a_file() {
        Model random = Network.initialize(NETWORK, 7).snapshot();
        Model kept = Network.initialize(NETWORK, 8).snapshot();

        assertThat(start("", null).model(7)).isEqualTo(random);
        assertThat(start("a.kan", file -> file.equals("a.kan") ? kept : random).model(7))
                .isEqualTo(kept);
        assertThat(start("", null).learningRate()).isEqualTo(PRESET.recipe().learningRate());
    }

    @Test
    void weights_that_cannot_be_begun_with_are_refused_with_a_remedy() {
        Model other = Network.initialize(PRESET.network(4, 2), 8).snapshot();

        assertThatThrownBy(() -> start("a.kan", _ -> other).model(7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a.kan holds the weights of")
                .hasMessageContaining("begin with fresh weights");
        assertThatThrownBy(() -> start("a.kan", null).model(7)).hasMessageContaining("cannot be read here");
        assertThatThrownBy(() -> start("a.kan", file -> {
                            throw new IOException(file + " is gone");
                        })
                        .model(7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a.kan is gone");
    }

    @Test
    void a_configuration_whose_files_moved_reads_them_where_they_are() {
        Path there = Path.of("there");

        Configuration moved = start("a.kan", null).configuration().located(there::resolve);

        assertThat(moved.start()).isEqualTo(there.resolve("a.kan").toString());
        assertThat(moved.data()).isEqualTo(new DataSource.CsvFile(there.resolve("rows.csv")));
        assertThat(start("", null).configuration().located(there::resolve).start())
                .isEmpty();
    }
}
