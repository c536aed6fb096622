package org.kanworkbench.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
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
        Path linked = Files.createSymbolicLink(here.resolve("linked"), digits);
        Path other = Files.createDirectories(here.resolve("other")).resolve("table.csv");
        Files.writeString(other, "");

        byte[] parcel = Parcel.of(absolute -> {
            List.of(table, digits, linked, other).forEach(absolute::apply);
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
        assertThat(opened.place(linked).resolve("7").resolve("a.png")).hasContent("picture");
        assertThat(opened.place(other)).hasFileName("table.csv").isEmptyFile();
        assertThat(opened.place(Path.of("elsewhere"))).isEqualTo(Path.of("elsewhere"));
    }

    @Test
    void a_parcel_of_a_machine_that_writes_paths_in_another_way_is_opened() throws IOException {
        ByteArrayOutputStream parcel = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(parcel)) {
            zip.putNextEntry(new ZipEntry("content"));
            DataOutputStream content = new DataOutputStream(zip);
            content.writeInt(0);
            content.writeInt(1);
            content.writeUTF("\\data\\table.csv");
            content.writeUTF("table.csv");
            zip.putNextEntry(new ZipEntry("0/table.csv"));
        }
        assertThat(Parcel.open(parcel.toByteArray(), there).place(Path.of("\\data\\table.csv")))
                .startsWith(there)
                .hasFileName("table.csv")
                .isEmptyFile();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "names have no backslash")
    void a_name_with_a_backslash_stays() throws IOException {
        Path table = Files.writeString(here.resolve("my\\table.csv"), "x,y\n");
        byte[] parcel = Parcel.of(absolute -> absolute.apply(table).toString());
        assertThat(Parcel.open(parcel, there).place(table)).hasContent("x,y\n");
    }
}
