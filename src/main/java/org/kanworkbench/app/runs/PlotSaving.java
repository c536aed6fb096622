package org.kanworkbench.app.runs;

import java.io.IOException;
import java.util.Locale;
import org.kanworkbench.app.BackgroundWork;
import org.kanworkbench.app.chart.PlotExport;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.runs.AtomicFile;

/** Asks where a chart is to go, and writes it there. */
record PlotSaving(FilePrompts prompts, BackgroundWork background) {

    void save(PlotExport export) {
        save(export.format().extension(), export::bytes);
    }

    void save(String extension, PictureMenu.Content content) {
        prompts.save("Export the chart", extension.substring(1).toUpperCase(Locale.ROOT), extension, "runs")
                .ifPresent(file -> {
                    byte[] bytes;
                    try {
                        bytes = content.bytes();
                    } catch (IOException e) {
                        background.run("The picture could not be made", () -> {
                            throw e;
                        });
                        return;
                    }
                    background.run("The picture could not be saved", () -> {
                        AtomicFile.write(file, out -> out.write(bytes));
                        return () -> {};
                    });
                });
    }
}
