package org.kanworkbench.app.runs;

import java.io.IOException;
import org.kanworkbench.app.BackgroundWork;
import org.kanworkbench.app.chart.PlotExport;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.runs.AtomicFile;

/** Asks where a chart is to go, and writes it there. */
record PlotSaving(FilePrompts prompts, BackgroundWork background) {

    void save(PlotExport export) {
        prompts.save("Export the chart", export.format().name(), export.format().extension(), "runs")
                .ifPresent(file -> {
                    byte[] bytes;
                    try {
                        bytes = export.bytes();
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
