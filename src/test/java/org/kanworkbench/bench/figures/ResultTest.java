package org.kanworkbench.bench.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ResultTest {

    @Test
    void median_is_the_middle_and_spread_the_whole_range() {
        assertThat(Result.median("a", new double[] {5, 1, 100}, "s"))
                .isEqualTo(new Result("a", 5, "s", OptionalDouble.of(99), Optional.empty()));
        assertThat(Result.median("a", new double[] {4, 1, 2, 9}, "s").value()).isEqualTo(3);
    }

    @Test
    void what_was_measured_once_has_no_spread() {
        assertThat(Result.median("a", new double[] {5}, "s")).isEqualTo(new Result("a", 5, "s"));
    }

    @Test
    void quartiles_leave_outliers_out_of_the_spread() {
        assertThat(Result.quartiles("a", new double[] {1, 2, 3, 4, 5, 6, 7, 1000}, "s")
                        .spread())
                .isEqualTo(OptionalDouble.of(3));
    }

    @Test
    void a_busy_machine_marks_its_ratios() {
        assertThat(MachineLoad.note(2.3, 2)).isEmpty();
        assertThat(MachineLoad.note(7, 2)).hasValueSatisfying(n -> assertThat(n).contains("5.0 cores"));
        assertThat(MachineLoad.note(-1, 2)).isPresent();
    }
}
