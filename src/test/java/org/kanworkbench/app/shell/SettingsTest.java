package org.kanworkbench.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @TempDir
    private Path folder;

    private Settings load() {
        return Settings.load(folder.resolve("a/settings.json"));
    }

    @Test
    void what_was_set_is_there_at_the_next_start() {
        Settings settings = load();
        assertThat(settings.theme()).isEqualTo(Theme.LIGHT);
        assertThat(settings.threads()).isEqualTo(Runtime.getRuntime().availableProcessors());
        settings.setTheme(Theme.DARK);
        settings.setPalette(Palette.TOL_BRIGHT);
        settings.setThreads(1);
        settings.setWindow(new Settings.Bounds(10, 20, 1300, 800, true));
        settings.setRecent(List.of(Path.of("/b.kan"), Path.of("/a.kan")));
        settings.setToured();

        Settings next = load();
        assertThat(next.theme()).isEqualTo(Theme.DARK);
        assertThat(next.palette()).isEqualTo(Palette.TOL_BRIGHT);
        assertThat(next.threads()).isEqualTo(1);
        assertThat(next.window()).contains(new Settings.Bounds(10, 20, 1300, 800, true));
        assertThat(next.recent()).containsExactly(Path.of("/b.kan"), Path.of("/a.kan"));
        assertThat(next.toured()).isTrue();
    }

    @Test
    void only_the_last_ten_files_are_remembered() {
        load().setRecent(IntStream.range(0, 25).mapToObj(i -> Path.of("/m" + i)).toList());
        assertThat(load().recent()).hasSize(10).startsWith(Path.of("/m0"));
    }

    @Test
    void a_folder_can_be_chosen_and_given_up_again() {
        Settings settings = load();
        Path usual = settings.dataFolder();
        settings.setDataFolder(Optional.empty());
        assertThat(load().dataFolder()).isEqualTo(usual);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{",
                "{\"theme\": 7}",
                "{\"threads\": -3, \"recent\": [null], \"theme\": null}",
                "{\"theme\": \"dark\"}",
                "{\"threads\": 100000, \"a later version's\": {}}"
            })
    void whatever_the_file_holds_the_window_can_start(String content) throws Exception {
        Files.createDirectories(folder.resolve("a"));
        Files.writeString(folder.resolve("a/settings.json"), content);
        Settings settings = load();
        assertThat(settings.theme()).isNotNull();
        assertThat(settings.recent()).isEmpty();
        assertThat(settings.threads()).isBetween(1, Runtime.getRuntime().availableProcessors());
        settings.setTheme(Theme.DARK);
        assertThat(load().theme()).isEqualTo(Theme.DARK);
    }
}
