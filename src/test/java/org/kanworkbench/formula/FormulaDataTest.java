package org.kanworkbench.formula;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.TaskKind;

class FormulaDataTest {

    @TempDir
    private Path folder;

    @Test
    void columns_alike_have_names_of_their_own() throws Exception {
        List<String> lines = new ArrayList<>(List.of("a_b_3,a_b,a-b,y"));
        for (int row = 0; row < 50; row++) {
            lines.add(row + "," + row * row + "," + row % 7 + "," + row % 11);
        }
        Path file = Files.write(folder.resolve("alike.csv"), lines);
        FormulaData data =
                FormulaData.read(new DataSource.CsvFile(file, List.of("y"), TaskKind.REGRESSION, List.of()), 0);
        assertThat(data.names()).doesNotHaveDuplicates().startsWith("a_b_3", "a_b");
    }
}
