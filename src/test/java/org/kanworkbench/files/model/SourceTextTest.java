package org.kanworkbench.files.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.TaskKind;
import org.kanworkbench.files.ModelFileException;

class SourceTextTest {

    @Test
    void tables_come_back_with_their_columns() throws Exception {
        List<DataSource> sources = List.of(
                new DataSource.CsvFile(
                        Path.of("a b.csv").toAbsolutePath(), List.of("x", "y_1"), TaskKind.REGRESSION, List.of("id")),
                new DataSource.Mnist());
        assertThat(SourceText.parse(SourceText.of(sources))).isEqualTo(sources);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[null]",
                "{}",
                "[{}]",
                "[{\"kind\":\"csv\"}]",
                "[{\"kind\":\"csv\",\"file\":\"\\u0000\"}]"
            })
    void what_was_edited_is_refused(String text) {
        assertThatThrownBy(() -> SourceText.parse(text)).isInstanceOf(ModelFileException.class);
    }
}
