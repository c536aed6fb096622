package org.kanworkbench.app.controls;

import java.util.Comparator;
import java.util.function.Predicate;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableColumn.SortType;

/** The order of a column in which rows without a value come last, upwards and downwards. */
public final class MissingLast {

    private MissingLast() {}

    public static <T> void sort(TableColumn<?, T> column, Predicate<T> missing, Comparator<T> order) {
        column.setComparator((a, b) -> {
            int late = Boolean.compare(missing.test(a), missing.test(b));
            if (late == 0) {
                return missing.test(a) ? 0 : order.compare(a, b);
            }
            // Downwards, JavaFX compares them the other way round.
            return column.getSortType() == SortType.DESCENDING ? -late : late;
        });
    }
}
