package org.kanworkbench.app.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.network.Preset;
import org.kanworkbench.search.Second;
import org.kanworkbench.search.pruner.Pruner;
import org.kanworkbench.search.setting.Searchable;
import org.kanworkbench.training.Configuration;

class SearchSettingsTest {

    @Test
    void the_pruner_is_still_chosen_when_a_second_objective_was_searched() {
        DataSource.Toy moons = new DataSource.Toy(ToyShape.MOONS, 0.2, 200, 0);
        Dataset dataset = moons.load();
        Preset preset = Preset.named("kal-net").orElseThrow();
        Configuration base =
                new Configuration("kal-net", moons, preset.network(2, 2), preset.recipe(), 4, 1, Configuration.VECTOR);
        SearchSettings settings = new SearchSettings();
        settings.add(Searchable.named("lr"), base);
        settings.pruner.set(Pruner.MEDIAN);
        settings.second.set(Optional.of(Second.values()[0]));

        settings.show(settings.configuration(base, dataset));
        assertThat(settings.second.get()).isPresent();
        settings.second.set(Optional.empty());
        assertThat(settings.configuration(base, dataset).pruner()).isEqualTo(Pruner.MEDIAN);
    }
}
