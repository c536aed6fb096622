package org.kanworkbench.app.shell.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.app.cluster.RunOn;
import org.kanworkbench.app.session.Session;

class SettingsTest {

    @TempDir
    private Path folder;

    private Settings load() {
        return Settings.load(folder.resolve("a/settings.json"), Runnable::run);
    }

    /** As the window does it: what was set is written before the program ends. */
    private Settings restarted(Settings settings) {
        settings.close();
        return load();
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

        Settings next = restarted(settings);
        assertThat(next.theme()).isEqualTo(Theme.DARK);
        assertThat(next.palette()).isEqualTo(Palette.TOL_BRIGHT);
        assertThat(next.threads()).isEqualTo(1);
        assertThat(next.window()).contains(new Settings.Bounds(10, 20, 1300, 800, true));
        assertThat(next.recent()).containsExactly(Path.of("/b.kan"), Path.of("/a.kan"));
        assertThat(next.toured()).isTrue();
    }

    /** Such as one that was kept under another language of the system. */
    @Test
    void a_name_that_is_no_path_here_is_not_opened() {
        Session session = new Session();
        session.open.setAll("file \0", "file /a.kan");

        assertThat(session.open(run -> "run " + run, Path::toString)).containsExactly("/a.kan");
    }

    /** Numbers are given anew in every folder. */
    @Test
    void another_data_folder_has_other_runs_of_the_same_numbers() throws IOException {
        Settings settings = load();
        Session session = new Session();
        settings.keep(session);
        session.parts.put(Session.COLOURS, "3=1");
        session.parts.put("quantizeBits", "4");
        session.open.setAll("run 3", "run 5", "/a.kan");
        settings.close();
        Path elsewhere = folder.resolve("b/settings.json");
        Files.createDirectories(elsewhere.getParent());
        Files.copy(folder.resolve("a/settings.json"), elsewhere);

        Session there = new Session();
        Settings.load(elsewhere, Runnable::run).keep(there);
        assertThat(there.open).containsExactly("/a.kan");
        assertThat(there.parts).containsOnlyKeys("quantizeBits");

        Session back = new Session();
        load().keep(back);
        assertThat(back.open).containsExactly("run 3", "run 5", "/a.kan");
        assertThat(back.parts).containsOnlyKeys("quantizeBits", Session.COLOURS);
    }

    @Test
    void what_somebody_was_at_is_there_again() {
        Settings settings = load();
        Session session = new Session();
        settings.keep(session);
        session.pane.set("noise");
        session.parts.put("sweep", "{\"seeds\": 3}");

        Session next = new Session();
        restarted(settings).keep(next);

        assertThat(next.pane.get()).isEqualTo("noise");
        assertThat(next.parts).containsEntry("sweep", "{\"seeds\": 3}");
    }

    @Test
    void where_trials_run_is_there_again_also_without_the_session() {
        Settings settings = load();
        settings.setReopens(false);
        RunOn before = new Session().runOn;
        assertThat(before.place.get()).isEqualTo(RunOn.Place.HERE);
        Session session = new Session();
        settings.keep(session);
        session.runOn.place.set(RunOn.Place.CLUSTER);
        session.runOn.master.set("spark://host:7077");
        session.runOn.secretFile.set("/etc/secret");

        Session next = new Session();
        restarted(settings).keep(next);

        assertThat(next.runOn.place.get()).isEqualTo(RunOn.Place.CLUSTER);
        assertThat(next.runOn.master.get()).isEqualTo("spark://host:7077");
        assertThat(next.runOn.secretFile.get()).isEqualTo("/etc/secret");
    }

    @Test
    void only_the_last_ten_files_are_remembered() {
        Settings settings = load();
        settings.setRecent(
                IntStream.range(0, 25).mapToObj(i -> Path.of("/m" + i)).toList());
        assertThat(restarted(settings).recent()).hasSize(10).startsWith(Path.of("/m0"));
    }

    @Test
    void a_folder_can_be_chosen_and_given_up_again() {
        Settings settings = load();
        Path usual = settings.dataFolder();
        settings.setDataFolder(Optional.empty());
        assertThat(restarted(settings).dataFolder()).isEqualTo(usual);
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
                "{\"dataFolder\": \"a\\u0000b\", \"recent\": [\"a\\u0000b\"]}",
                "{\"threads\": 100000, \"a later version's\": {}}"
            })
    void whatever_the_file_holds_the_window_can_start(String content) throws Exception {
        Files.createDirectories(folder.resolve("a"));
        Files.writeString(folder.resolve("a/settings.json"), content);
        Settings settings = load();
        assertThat(settings.theme()).isNotNull();
        assertThat(settings.recent()).isEmpty();
        assertThat(settings.dataFolder()).isNotNull();
        assertThat(settings.threads()).isBetween(1, Runtime.getRuntime().availableProcessors());
        settings.setTheme(Theme.DARK);
        assertThat(restarted(settings).theme()).isEqualTo(Theme.DARK);
    }

    @Test
    void of_many_changes_the_last_one_remains() {
        Settings settings = load();
        for (int i = 0; i <= 500; i++) {
            settings.setWindow(new Settings.Bounds(i, 0, 1300, 800, false));
        }
        assertThat(restarted(settings).window()).contains(new Settings.Bounds(500, 0, 1300, 800, false));
    }

    @Test
    void a_file_that_cannot_be_written_is_told_of_until_it_can() throws Exception {
        Path inTheWay = folder.resolve("a");
        Files.writeString(inTheWay, "");
        CompletableFuture<String> told = new CompletableFuture<>();
        CompletableFuture<String> mended = new CompletableFuture<>();
        Settings settings = load();
        settings.problemProperty()
                .addListener((_, _, problem) -> (problem.isEmpty() ? mended : told).complete(problem));
        settings.setTheme(Theme.DARK);
        assertThat(told.get(30, TimeUnit.SECONDS))
                .startsWith("settings are not kept")
                .contains(inTheWay.toString())
                .doesNotContain("\n");

        Files.delete(inTheWay);
        settings.setThreads(1);
        assertThat(mended.get(30, TimeUnit.SECONDS)).isEmpty();
        assertThat(restarted(settings).theme()).isEqualTo(Theme.DARK);
    }
}
