package org.kanworkbench.engine.stem;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.kanworkbench.engine.kernel.Lanes;

/**
 * Which places of a stage's input plane are no background, a bit a place. Background is what an image without any
 * foreground would hold there; so a pooled cell whose 4 × 4 places show none has that image's value, exactly.
 */
final class Foreground {

    private static final int BITS = Long.SIZE;

    private final ConvolutionStage stage;
    /** A row's places, border included; all set where rows are too long for bits. */
    private final long[] rows;

    private final boolean fits;

    Foreground(ConvolutionStage stage) {
        this.stage = stage;
        rows = new long[stage.height() + 2];
        fits = stage.width() + 2 <= BITS;
    }

    void setEverywhere() {
        Arrays.fill(rows, -1);
    }

    /** @param plane of one channel, from {@code at} on */
    void find(float[] plane, int at, float background) {
        if (!fits || Float.isNaN(background)) {
            setEverywhere();
            return;
        }
        long inside = (1L << stage.width()) - 1 << 1;
        for (int r = 1; r <= stage.height(); r++) {
            int from = at + r * stage.rowStride();
            long bits = 0;
            int c = 0;
            for (; c + Lanes.COUNT <= stage.rowStride(); c += Lanes.COUNT) {
                FloatVector values = FloatVector.fromArray(Lanes.SPECIES, plane, from + c);
                bits |= values.compare(VectorOperators.NE, background).toLong() << c;
            }
            for (; c < stage.rowStride(); c++) {
                bits |= plane[from + c] != background ? 1L << c : 0;
            }
            rows[r] = bits & inside;
        }
    }

    /** The cells of the stage below that showed any, as places of this plane. */
    void follow(Foreground below) {
        if (!fits || !below.fits) {
            setEverywhere();
            return;
        }
        for (int r = 0; r < stage.height(); r++) {
            long bits = 0;
            long window = below.window(r);
            for (int c = 0; c < stage.width(); c++) {
                bits |= (window >>> 2 * c & 0xf) != 0 ? 1L << c + 1 : 0;
            }
            rows[r + 1] = bits;
        }
    }

    private long window(int cellRow) {
        int r = 2 * cellRow;
        return rows[r] | rows[r + 1] | rows[r + 2] | rows[r + 3];
    }

    /** Whether any place that a pooled cell sees is no background. */
    boolean inCell(int r, int c) {
        return !fits || (window(r) >>> 2 * c & 0xf) != 0;
    }

    /** Whether a cell sees background alone, and nothing of the border. */
    boolean onlyBackgroundInCell(int r, int c) {
        return r > 0 && c > 0 && 2 * r + 3 <= stage.height() && 2 * c + 3 <= stage.width() && !inCell(r, c);
    }
}
