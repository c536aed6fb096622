package org.kanworkbench.app.controls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilePromptsTest {

    @ParameterizedTest
    @CsvSource({"iris,iris.kan", "iris.kan,iris.kan", "Iris.KAN,Iris.KAN", "v1.2,v1.2.kan", "iris.pth,iris.pth.kan"})
    void what_is_saved_has_the_ending_by_which_it_is_opened(String typed, String saved) {
        assertThat(FilePrompts.ending(Path.of("models", typed), ".kan")).isEqualTo(Path.of("models", saved));
    }
}
