package org.kanworkbench.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.data.source.DigitCollection;
import org.kanworkbench.data.source.DrawnDigit;
import org.kanworkbench.files.model.ConfigurationText;
import org.kanworkbench.network.Preset;
import org.kanworkbench.training.Configuration;

class DigitFileTest {

    @TempDir
    private Path folder;

    @Test
    void no_drawing_is_lost_when_several_are_kept_at_once() throws Exception {
        DigitFile file = new DigitFile(folder);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<DigitCollection>> all = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                int number = i;
                Callable<DigitCollection> keep = () -> file.change(c -> c.with(picture(number), number % 10));
                all.add(threads.submit(keep));
            }
            for (Future<DigitCollection> one : all) {
                one.get();
            }
        }

        assertThat(new DigitFile(folder).read().digits()).hasSize(40);
    }

    @Test
    void an_export_replaces_no_images() throws Exception {
        DigitCollection drawn = new DigitFile(folder).change(c -> {
            DigitCollection all = c;
            for (int i = 0; i < 10; i++) {
                all = all.with(picture(i), i);
            }
            return all;
        });
        Path mnist = Files.createDirectory(folder.resolve("mnist"));
        Path images = Files.writeString(mnist.resolve("train-images-idx3-ubyte"), "somebody's");

        assertThatThrownBy(() -> DigitFile.export(drawn, mnist))
                .isInstanceOf(SaveException.class)
                .hasMessage(images + " is there already: choose another folder, or delete it first");
        assertThat(mnist).isDirectoryNotContaining(file -> !file.equals(images));
        DigitFile.export(drawn, folder.resolve("mine"));
        assertThat(folder.resolve("mine").resolve("train-images-idx3-ubyte.gz")).exists();
        assertThatThrownBy(() -> DigitFile.export(drawn, folder.resolve("mine")))
                .hasMessageContaining("is there already");
    }

    @Test
    void without_digits_there_is_no_file() throws Exception {
        DigitFile file = new DigitFile(folder);
        DigitCollection one = file.change(c -> c.with(picture(1), 1));

        file.change(c -> c.without(one.digits().getFirst()));

        assertThat(folder.resolve(DigitFile.NAME)).doesNotExist();
        assertThat(file.read().digits()).isEmpty();
    }

    @Test
    void a_damaged_file_is_left_as_it_is() throws Exception {
        Files.writeString(folder.resolve(DigitFile.NAME), "no digits");

        assertThatThrownBy(() -> new DigitFile(folder).change(c -> c.with(picture(1), 1)))
                .hasMessageContaining(DigitFile.NAME);
        assertThat(folder.resolve(DigitFile.NAME)).hasContent("no digits");
    }

    @Test
    void a_configuration_remembers_them_as_its_data() throws Exception {
        Preset preset = Preset.named("mlp").orElseThrow();
        Configuration configuration = new Configuration(
                preset.name(),
                new DigitFile(folder).source(true),
                preset.network(784, 10),
                preset.recipe(),
                1,
                1,
                Configuration.VECTOR);

        assertThat(ConfigurationText.parse(ConfigurationText.of(configuration), "text"))
                .isEqualTo(configuration);
    }

    private static DrawnDigit picture(int number) {
        byte[] pixels = new byte[784];
        pixels[number] = (byte) 255;
        return new DrawnDigit(pixels);
    }
}
