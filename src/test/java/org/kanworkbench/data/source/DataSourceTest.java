package org.kanworkbench.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.recipe.Loss;

class DataSourceTest {

    @ParameterizedTest
    @CsvSource({"4, CROSS_ENTROPY, 300", "784, CROSS_ENTROPY, 15", "4, MSE, 300"})
    void tables_begin_with_the_recipe_for_few_rows_unless_their_columns_are_pixels(int columns, Loss loss, int epochs) {
        DataSource table = new DataSource.CsvFile(Path.of("iris.csv"));
        Preset fitted = table.fitted(Preset.named("kal-net").orElseThrow(), loss, columns);
        assertThat(fitted.recipe().epochs()).isEqualTo(epochs);
    }
}
