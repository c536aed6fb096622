package org.kanworkbench.app.draw.reading;

import java.nio.file.Path;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.data.source.DrawnDigit;
import org.kanworkbench.quantize.onnx.OnnxModel;
import org.kanworkbench.quantize.onnx.OnnxNetwork;

/** Opens ONNX files as networks that read drawings. What cannot is refused in one line, before it gets a column. */
public record GraphFiles(Workspace workspace, BackgroundWork background) {

    private static final int PIXELS = DrawnDigit.SIDE * DrawnDigit.SIDE;

    public void open(Path file) {
        background.run("The file could not be opened", () -> {
            OnnxModel model = OnnxNetwork.tried(file);
            if (model.inputs() != PIXELS) {
                throw new IllegalArgumentException(file + " takes " + model.inputs()
                        + " values per row but a drawing has 28 × 28 = 784: choose a network of such pictures");
            }
            return () -> workspace.openGraph(file, model);
        });
    }
}
