package org.kanworkbench.app.draw.reading;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import javafx.beans.property.ObjectProperty;
import org.kanworkbench.app.draw.sketch.Drawing;
import org.kanworkbench.app.draw.sketch.InkRaster;
import org.kanworkbench.app.work.NewestFirst;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.data.ByteFeatures;
import org.kanworkbench.data.source.DrawnDigit;
import org.kanworkbench.engine.Inference;

/**
 * Reads drawings off the interface thread. The newest request wins: whatever comes in while one is being read replaces
 * what waited before, and the interface thread gets the newest result only.
 */
public final class DigitReader {

    private static final int PIXELS = DrawnDigit.SIDE * DrawnDigit.SIDE;

    /** Predictions of a new classifier before its first timed one. */
    private static final int WARM_UP = 3;

    /** @param readers what they compute now */
    public record Request(Drawing drawing, Map<Reader, Reader.State> readers) {}

    public record Result(Optional<DrawnDigit> digit, Map<Reader, Reading> readings) {}

    private final NewestFirst<Request, Result> reading;

    // Used by one thread at a time, the one that reads.
    private final InkRaster raster = new InkRaster();
    private final WarmClassifiers warm;
    private Drawing drawing = Drawing.EMPTY;
    private Optional<DrawnDigit> digit = Optional.empty();

    /**
     * @param classifiers makes a classifier of a network; throws an IllegalArgumentException of one line if it cannot
     * @param listener gets results on the interface thread
     * @param problem gets what went wrong
     */
    public DigitReader(
            Threads threads,
            Function<Reader.State, Classifier> classifiers,
            Consumer<Result> listener,
            ObjectProperty<Problem> problem) {
        warm = new WarmClassifiers(classifiers);
        reading = new NewestFirst<>(
                threads,
                this::read,
                (_, result) -> listener.accept(result),
                problem,
                "The drawing could not be classified");
    }

    public void submit(Request request) {
        reading.submit(request);
    }

    private Result read(Request request) {
        if (request.drawing() != drawing) {
            drawing = request.drawing();
            digit = drawing.isEmpty() ? Optional.empty() : DrawnDigit.of(raster.of(drawing), Drawing.SIDE);
        }
        warm.forgetAllBut(request.readers().keySet());
        float[] x = new float[PIXELS];
        digit.ifPresent(d -> ByteFeatures.pixels(d.pixels(), PIXELS).copyRow(0, x, 0));
        Map<Reader, Reading> readings = new LinkedHashMap<>();
        request.readers().forEach((reader, state) -> readings.put(reader, read(reader, state, x)));
        return new Result(digit, readings);
    }

    private Reading read(Reader reader, Reader.State state, float[] x) {
        int inputs = state.inputs();
        if (inputs != PIXELS) {
            return new Reading.NotApplicable("Takes " + inputs + " inputs; a drawing has 28 × 28 = 784.");
        }
        float[] logits = new float[state.outputs()];
        try {
            Classifier classifier = warm.of(reader, state, made -> warmUp(made, x, logits));
            if (digit.isEmpty()) {
                return new Reading.Blank();
            }
            long start = System.nanoTime();
            classifier.classify(x, logits);
            return answer(logits, System.nanoTime() - start);
        } catch (IllegalArgumentException | IllegalStateException e) {
            return new Reading.NotApplicable(e.getMessage());
        }
    }

    private static void warmUp(Classifier classifier, float[] x, float[] logits) {
        for (int i = 0; i < WARM_UP; i++) {
            classifier.classify(x, logits);
        }
    }

    private static Reading answer(float[] logits, long nanoseconds) {
        float[] shares = new float[logits.length];
        Inference.softmax(logits, 0, shares, 0, shares.length);
        double[] probabilities =
                IntStream.range(0, shares.length).mapToDouble(i -> shares[i]).toArray();
        return Arrays.stream(probabilities).allMatch(Double::isFinite)
                ? new Reading.Answer(probabilities, nanoseconds)
                : new Reading.NotApplicable("Its predictions are not finite; train it again.");
    }
}
