package org.kanworkbench.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(OS.LINUX)
class DataFolderTest {

    @TempDir
    private Path home;

    private Path usual() {
        return home.resolve("kan-workbench");
    }

    private Path current() {
        return DataFolder.current(Map.of("XDG_DATA_HOME", home.toString())::get);
    }

    private void settings(String content) throws Exception {
        Files.createDirectories(usual());
        Files.writeString(usual().resolve(DataFolder.SETTINGS), content);
    }

    @Test
    void home_is_where_the_environment_says() {
        assertThat(DataFolder.usual(Map.of("HOME", "/x")::get)).isEqualTo(Path.of("/x/.local/share/kan-workbench"));
        assertThat(DataFolder.usual(Map.of("HOME", "x")::get)).asString().startsWith(System.getProperty("user.home"));
    }

    @Test
    void the_folder_that_is_chosen_in_the_window_is_everybodys() throws Exception {
        assertThat(current()).isEqualTo(usual());
        settings("{\"theme\": \"DARK\", \"dataFolder\": \"/data/runs\", \"threads\": 0}");
        assertThat(current()).isEqualTo(Path.of("/data/runs"));
        settings("{\"theme\": \"DARK\", \"dataFolder\": \"\"}");
        assertThat(current()).isEqualTo(usual());
    }

    @Test
    void the_variable_comes_before_what_is_chosen_but_only_if_it_names_something() throws Exception {
        settings("{\"dataFolder\": \"/data/runs\"}");
        Map<String, String> named = Map.of("XDG_DATA_HOME", home.toString(), DataFolder.VARIABLE, "/elsewhere");
        assertThat(DataFolder.current(named::get)).isEqualTo(Path.of("/elsewhere"));
        Map<String, String> blank = Map.of("XDG_DATA_HOME", home.toString(), DataFolder.VARIABLE, " ");
        assertThat(DataFolder.current(blank::get)).isEqualTo(Path.of("/data/runs"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "{\"dataFolder\": 7.5e",
                "{\"dataFolder\": {}}",
                "{\"dataFolder\": \"a\\u0000b\"}"
            })
    void settings_that_say_nothing_of_use_choose_nothing(String content) throws Exception {
        settings(content);
        assertThat(current()).isEqualTo(usual());
    }
}
