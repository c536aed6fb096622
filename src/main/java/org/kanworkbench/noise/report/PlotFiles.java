package org.kanworkbench.noise.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.SaveException;

/** Plots and pages as files. */
public final class PlotFiles {

    public static final String FOLDER = "plots";

    private PlotFiles() {}

    /** Every plot as SVG and PNG, into {@code folder/plots}. */
    public static void write(List<Plot> plots, Path folder) throws SaveException {
        Path into = folder.resolve(FOLDER);
        try {
            Files.createDirectories(into);
        } catch (IOException e) {
            throw new SaveException(
                    "cannot make " + into + " (" + FileErrors.reason(e) + "): choose another folder", e);
        }
        for (Plot plot : plots) {
            write(PlotDrawing.svg(plot), into.resolve(plot.name() + ".svg"));
            AtomicFile.write(into.resolve(plot.name() + ".png"), out -> PlotDrawing.png(plot, out));
        }
    }

    static void write(String text, Path file) throws SaveException {
        AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
}
