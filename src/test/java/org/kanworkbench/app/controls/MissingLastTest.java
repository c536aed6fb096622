package org.kanworkbench.app.controls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableColumn.SortType;
import org.junit.jupiter.api.Test;

class MissingLastTest {

    @Test
    void what_has_no_value_comes_last_upwards_and_downwards() {
        TableColumn<String, Integer> column = new TableColumn<>();
        MissingLast.sort(column, Objects::isNull, Comparator.<Integer>naturalOrder());
        List<Integer> values = Arrays.asList(2, null, 3, 1, null);

        values.sort(column.getComparator());
        assertThat(values).containsExactly(1, 2, 3, null, null);

        column.setSortType(SortType.DESCENDING);
        // As a table does.
        values.sort((a, b) -> column.getComparator().compare(b, a));
        assertThat(values).containsExactly(3, 2, 1, null, null);
    }
}
