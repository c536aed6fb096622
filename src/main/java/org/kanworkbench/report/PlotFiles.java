package org.kanworkbench.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.plot.ImageSurface;
import org.kanworkbench.plot.Plot;
import org.kanworkbench.plot.PlotDrawing;
import org.kanworkbench.plot.SvgSurface;

/** Writes plots and pages to files. */
public final class PlotFiles {

    public static final String FOLDER = "plots";

    private PlotFiles() {}

    /** Writes every plot as SVG and PNG to {@code folder/plots}. */
    public static void write(List<Plot> plots, Path folder) throws SaveException {
        Path into = folder.resolve(FOLDER);
        try {
            DataFolder.makeAlike(into);
        } catch (IOException e) {
            throw new SaveException(
                    "cannot make " + into + " (" + FileErrors.reason(e) + "): choose another folder", e);
        }
        for (Plot plot : plots) {
            AtomicFile.write(into.resolve(plot.name() + ".svg"), svg(plot));
            byte[] png = PlotDrawing.page(
                            plot, new ImageSurface(PlotDrawing.WIDTH, PlotDrawing.HEIGHT, 0, Typeface.font()))
                    .png();
            AtomicFile.write(into.resolve(plot.name() + ".png"), out -> out.write(png));
        }
    }

    public static String svg(Plot plot) {
        return PlotDrawing.page(plot, new SvgSurface(PlotDrawing.WIDTH, PlotDrawing.HEIGHT, 0))
                .document();
    }
}
