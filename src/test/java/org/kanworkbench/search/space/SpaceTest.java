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
