package org.kanworkbench.gpu;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.gpu.device.Session;
import org.kanworkbench.gpu.device.Session.Buffer;
import org.kanworkbench.network.stem.Convolutions;
import org.kanworkbench.network.stem.KanConvolutions;
import org.kanworkbench.network.stem.Stem;

/**
 * Convolutions before the first layer. Pixels are rows of a product whose entries are their neighbours or, with edge functions, the
 * terms of these; images lie as [pixel][channel, padded], those of the first stage and features of the last one by channel.
 */
final class StemKernels {

    /** Rows of the table of layers that a stage has. */
    private static final int ROWS = 3;

    private final List<StageKernels> stages = new ArrayList<>();
    /** Of the first stage. */
    private final int firstRow;

    /**
     * @param images rows × inputs
     * @param features receives the gradients of what {@link #forward} gives
     * @param firstRow where rows of the stages begin in the table of layers
     */
    StemKernels(Session session, Stem stem, Layout layout, int maxRows, Buffer images, Buffer features, int firstRow) {
        this.firstRow = firstRow;
        int height = height(stem);
        int breadth = stem.usualInputs() / height;
        if (stem instanceof KanConvolutions kan) {
            breadth /= kan.colours();
        }
        int count = layout.stages().size();
        for (int s = 0; s < count; s++) {
            StageKernels before = s == 0 ? null : stages.get(s - 1);
            stages.add(new StageKernels(
                    session,
                    stem,
                    s,
                    layout.stages().get(s),
                    new StageKernels.Shape(height >> s, breadth >> s, 1, 2),
                    maxRows,
                    before == null ? images : before.pooled,
                    before == null ? null : before.pooledGradients,
                    s == count - 1 ? features : null));
        }
    }

    /** Of images, pixels. */
    private static int height(Stem stem) {
        return switch (stem) {
            case Convolutions plain -> plain.height();
            case KanConvolutions kan -> kan.height();
            default -> throw new IllegalArgumentException("no convolutions: " + stem);
        };
    }

    /** What kernels know of the stages. */
    List<LayerRow> rows() {
        List<LayerRow> rows = new ArrayList<>();
        for (StageKernels stage : stages) {
            rows.addAll(List.of(stage.rows()));
        }
        return rows;
    }

    /** Features of images, rows × features, once {@link #forward} has computed them. */
    Buffer features() {
        return stages.getLast().pooled;
    }

    /** Computes the {@link #features}. */
    void forward(Pass pass) {
        for (int s = 0; s < stages.size(); s++) {
            stages.get(s).forward(pass, firstRow + ROWS * s);
        }
    }

    /** Gradients of kernels and biases from those of the features. */
    void backward(Pass pass) {
        for (int s = stages.size() - 1; s >= 0; s--) {
            stages.get(s).backward(pass, firstRow + ROWS * s);
        }
    }
}
