package org.kanworkbench.noise.sweep;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.files.json.VersionedJson;

/** Sweep configurations as JSON files that users can read and edit. */
public final class SweepFile {

    private static final int FORMAT = 1;

    private SweepFile() {}

    public static SweepConfiguration read(Path file) throws ModelFileException {
        return VersionedJson.read(file, FORMAT, SweepConfiguration.class);
    }

    /** @param where what messages call the text */
    public static SweepConfiguration parse(String text, String where) throws ModelFileException {
        return VersionedJson.read(text, where, FORMAT, SweepConfiguration.class);
    }

    /** The configuration as text of a file. */
    public static String text(SweepConfiguration configuration) {
        return VersionedJson.text(configuration, FORMAT);
    }

    public static void write(SweepConfiguration configuration, Path file) throws SaveException {
        AtomicFile.write(file, out -> write(configuration, out));
    }

    static void write(SweepConfiguration configuration, OutputStream out) throws IOException {
        out.write(VersionedJson.write(configuration, FORMAT));
        out.write('\n');
    }
}
