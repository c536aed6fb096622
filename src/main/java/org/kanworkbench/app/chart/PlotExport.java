package org.kanworkbench.app.chart;

import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Node;
import javafx.scene.SnapshotParameters;
import javafx.scene.paint.Color;
import javafx.scene.transform.Scale;
import org.kanworkbench.plot.PngImage;

/** A plot on its way into a file. */
public final class PlotExport {

    private static final double PIXELS = 2;

    public enum Format {
        PNG,
        SVG,
        CSV;

        /** With the dot. */
        public String extension() {
            return "." + name().toLowerCase(Locale.ROOT);
        }
    }

    private final LinePlot plot;
    private final Format format;

    PlotExport(LinePlot plot, Format format) {
        this.plot = plot;
        this.format = format;
    }

    public Format format() {
        return format;
    }

    /** The file's bytes: the picture as on screen, twice as fine, or every point. Call on the interface thread. */
    public byte[] bytes() {
        return switch (format) {
            case PNG -> png();
            case SVG -> plot.svg().getBytes(StandardCharsets.UTF_8);
            case CSV -> csv().getBytes(StandardCharsets.UTF_8);
        };
    }

    private byte[] png() {
        return png(plot, plot.paper());
    }

    /** A picture of anything, twice as fine as on screen. */
    static byte[] png(Node node, Color paper) {
        SnapshotParameters parameters = new SnapshotParameters();
        parameters.setTransform(new Scale(PIXELS, PIXELS));
        parameters.setFill(paper);
        BufferedImage image = SwingFXUtils.fromFXImage(node.snapshot(parameters, null), null);
        return PngImage.encode(image);
    }

    private String csv() {
        StringBuilder rows = new StringBuilder("series," + plot.getXTitle().toLowerCase(Locale.ROOT) + ",value\n");
        for (PlotSeries series : plot.series()) {
            for (int i = 0; i < series.size(); i++) {
                rows.append(series.name())
                        .append(',')
                        .append(series.x(i))
                        .append(',')
                        .append(series.y(i))
                        .append('\n');
            }
        }
        return rows.toString();
    }
}
