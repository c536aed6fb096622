package org.kanworkbench.files;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A text, such as a configuration, with the files and folders that it names by absolute paths: a zip for another machine,
 * where they lie elsewhere.
 */
public final class Parcel {

    private static final String CONTENT = "content";

    private final String text;
    private final Map<Path, Path> places;

    private Parcel(String text, Map<Path, Path> places) {
        this.text = text;
        this.places = places;
    }

    /** @param writing applies what it is given to the path of every file, and of every folder that is sent with all in it */
    public static byte[] of(Function<UnaryOperator<Path>, String> writing) throws IOException {
        List<Path> paths = new ArrayList<>();
        String text = writing.apply(file -> {
            paths.add(file.toAbsolutePath());
            return file.toAbsolutePath();
        });
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(CONTENT));
            DataOutputStream content = new DataOutputStream(zip);
            byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
            content.writeInt(encoded.length);
            content.write(encoded);
            content.writeInt(paths.size());
            for (Path path : paths) {
                content.writeUTF(path.toString());
                // The other machine may write paths in another way, and not find the last name in one.
                content.writeUTF(path.getFileName().toString());
            }
            content.flush();
            for (int i = 0; i < paths.size(); i++) {
                try (Stream<Path> files = Files.walk(paths.get(i), FileVisitOption.FOLLOW_LINKS)) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        StringJoiner entry = new StringJoiner("/").add(Integer.toString(i));
                        paths.get(i).getParent().relativize(file).forEach(name -> entry.add(name.toString()));
                        zip.putNextEntry(new ZipEntry(entry.toString()));
                        Files.copy(file, zip);
                    }
                } catch (UncheckedIOException e) {
                    throw e.getCause();
                }
            }
        }
        return bytes.toByteArray();
    }

    /** @param folder gets the files, each under its own name */
    public static Parcel open(byte[] parcel, Path folder) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(parcel))) {
            zip.getNextEntry();
            DataInputStream content = new DataInputStream(zip);
            String text = new String(content.readNBytes(content.readInt()), StandardCharsets.UTF_8);
            Map<Path, Path> places = new HashMap<>();
            int count = content.readInt();
            for (int i = 0; i < count; i++) {
                Path there = Path.of(content.readUTF());
                places.put(there, folder.resolve(Integer.toString(i)).resolve(content.readUTF()));
            }
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = folder.resolve(entry.getName()).normalize();
                if (!file.startsWith(folder)) {
                    throw new ZipException(entry.getName() + " leads out of the parcel");
                }
                Files.createDirectories(file.getParent());
                Files.copy(zip, file);
            }
            return new Parcel(text, places);
        }
    }

    public String text() {
        return text;
    }

    /** Where a named file lies now; other paths stay. */
    public Path place(Path named) {
        return places.getOrDefault(named, named);
    }
}
