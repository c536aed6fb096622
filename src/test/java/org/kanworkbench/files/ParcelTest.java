package org.kanworkbench.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParcelTest {

    @TempDir
    private Path here;

    @TempDir
    private Path there;

    @Test
    void files_and_folders_lie_elsewhere_with_their_names_and_contents() throws IOException {
        Path table = Files.writeString(here.resolve("table.csv"), "x,y\n1,2\n");
        Path digits =
                Files.createDirectories(here.resolve("digits").resolve("7")).getParent();
        Files.writeString(digits.resolve("7").resolve("a.png"), "picture");
        Path other = Files.createDirectories(here.resolve("other")).resolve("table.csv");
        Files.writeString(other, "");

        byte[] parcel = Parcel.of(absolute -> {
            List.of(table, digits, other).forEach(absolute::apply);
            return "a text: €";
        });
        Parcel opened = Parcel.open(parcel, there);

        assertThat(opened.text()).isEqualTo("a text: €");
        assertThat(opened.place(table))
                .startsWith(there)
                .hasFileName("table.csv")
                .hasContent("x,y\n1,2\n");
        assertThat(opened.place(digits)).startsWith(there).hasFileName("digits");
        assertThat(opened.place(digits).resolve("7").resolve("a.png")).hasContent("picture");
        assertThat(opened.place(other)).hasFileName("table.csv").isEmptyFile();
        assertThat(opened.place(Path.of("elsewhere"))).isEqualTo(Path.of("elsewhere"));
    }
}
