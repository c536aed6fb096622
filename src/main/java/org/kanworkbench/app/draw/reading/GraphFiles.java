package org.kanworkbench.app.draw.reading;

import java.nio.file.Path;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.data.source.DrawnDigit;
import org.kanworkbench.quantize.onnx.OnnxModel;
import org.kanworkbench.quantize.onnx.OnnxReader;
import org.kanworkbench.quantize.scheme.QuantizeException;

/** Opens ONNX files as networks that read drawings. What cannot is refused in one line, before it gets a column. */
public record GraphFiles(Workspace workspace, BackgroundWork background, Classifiers classifiers) {

    private static final String UNREADABLE = "The file could not be opened";
    private static final int PIXELS = DrawnDigit.SIDE * DrawnDigit.SIDE;

    public void open(Path file) {
        background.run(UNREADABLE, () -> {
            OnnxModel model = tried(file);
            return () -> workspace.openGraph(file, model);
        });
    }

    /** Read, and tried with an empty sheet: a graph may have shapes that do not fit each other. */
    private OnnxModel tried(Path file) throws QuantizeException {
        OnnxModel model = OnnxReader.read(file);
        if (model.inputs() != PIXELS) {
            throw new IllegalArgumentException(file + " takes " + model.inputs()
                    + " values per row but a drawing has 28 × 28 = 784: choose a network of such pictures");
        }
        try (Classifier classifier = classifiers.apply(new Reader.Graph(model))) {
            classifier.classify(new float[PIXELS], new float[model.outputs()]);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new IllegalArgumentException(
                    file + " cannot be computed (" + e.getMessage() + "): export it again", e);
        }
        return model;
    }
}
