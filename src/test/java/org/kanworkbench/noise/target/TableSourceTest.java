package org.kanworkbench.noise.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.data.DataException;

class TableSourceTest {

    private static final int ROWS = 24;

    @TempDir
    private Path folder;

    /** Every model would be infinitely far from a signal that is none. */
    @Test
    void an_output_that_is_constant_in_the_rows_for_testing_is_refused() throws Exception {
        int opened = 0;
        for (int rare = 0; rare < ROWS; rare++) {
            StringBuilder text = new StringBuilder("x,y\n");
            for (int row = 0; row < ROWS; row++) {
                text.append(row).append(',').append(row == rare ? 1 : 0).append('\n');
            }
            Path file = Files.writeString(folder.resolve("rare.csv"), text);
            try {
                new Target.Table(file, List.of("x"), "y").open();
                opened++;
            } catch (DataException e) {
                assertThat(e).hasMessageContaining("in the third of the rows that is for testing, every value is 0.0");
            }
        }
        assertThat(opened).as("those whose rare row is among them").isEqualTo(ROWS / 3);
    }
}
