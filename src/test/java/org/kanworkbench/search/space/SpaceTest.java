package org.kanworkbench.search.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpaceTest {

    @Test
    void a_grid_has_all_whole_numbers_where_they_are_few() {
        assertThat(new Domain.Numbers(1, 5, true, true).grid(5)).containsExactly(1, 2, 3, 4, 5);
        assertThat(new Domain.Numbers(2, 4, false, true).grid(5)).containsExactly(2, 3, 4);
        assertThat(new Domain.Numbers(1, 16, true, true).grid(5)).containsExactly(1, 2, 4, 8, 16);
    }

    @Test
    void what_goes_by_an_inactive_setting_is_inactive() {
        Space space = new Space(List.of(
                new Dimension("preset", new Domain.Choice(List.of("kal-net", "torchkan"))),
                new Dimension(
                        "layers", new Domain.Numbers(1, 2, false, true), Map.of("preset", List.<Object>of("torchkan"))),
                new Dimension("order", new Domain.Numbers(1, 3, false, true), Map.of("layers", List.<Object>of(1)))));

        assertThat(space.active(Map.of("preset", "kal-net", "layers", 1, "order", 2)))
                .isEqualTo(Map.of("preset", "kal-net"));
        assertThat(space.active(Map.of("preset", "torchkan", "layers", 2, "order", 2)))
                .isEqualTo(Map.of("preset", "torchkan", "layers", 2));
        assertThat(space.active(Map.of("preset", "torchkan", "layers", 1, "order", 2)))
                .hasSize(3);
    }

    @Test
    void conditions_stay_in_their_order_so_that_a_search_is_found_again_by_its_text() {
        Map<String, List<Object>> when = new LinkedHashMap<>();
        List<Dimension> dimensions = new ArrayList<>();
        for (String name : List.of("preset", "layers", "hidden", "batch", "epochs", "lr", "dropout")) {
            when.put(name, List.of(1));
            dimensions.add(new Dimension(name, new Domain.Choice(List.of(1, 2))));
        }
        dimensions.add(new Dimension("order", new Domain.Numbers(1, 5, false, true), when));
        assertThat(new Space(dimensions).json().get("order").toString())
                .contains("when={preset=[1], layers=[1], hidden=[1], batch=[1], epochs=[1], lr=[1], dropout=[1]}");
    }
}
