package org.kanworkbench.bench.window;

import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.kanworkbench.app.draw.sketch.Drawing;
import org.kanworkbench.bench.figures.BenchContext;
import org.kanworkbench.bench.figures.Measurement;
import org.kanworkbench.bench.figures.Result;
import org.kanworkbench.data.ByteFeatures;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.source.DrawnDigit;
import org.kanworkbench.engine.Inference;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.network.Model;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.trials.Training;
import org.kanworkbench.training.trials.WorkControl;

/**
 * Measures the accuracy drop through the drawing sheet: unchanged test images; enlarged to the sheet and preprocessed
 * like a drawing; the same after a random scaling and shift.
 */
public final class DrawAccuracyMeasurement implements Measurement {

    private static final int IMAGES = 1000;
    private static final int EPOCHS = 5;
    private static final int SIDE = DrawnDigit.SIDE;
    private static final int SHEET = Drawing.SIDE;

    /** Largest relative change of size, and largest shift as a share of the sheet. */
    private static final double CHANGE = 0.3;

    private final BenchContext context;

    public DrawAccuracyMeasurement(BenchContext context) {
        this.context = context;
    }

    @Override
    public void measure(Consumer<Result> out) throws Exception {
        Configuration configuration = context.configuration("kal-net", EPOCHS);
        Model model = Training.run(
                        Engines.VECTOR,
                        configuration,
                        context.dataset(),
                        StartWeights::read,
                        new WorkControl(),
                        _ -> true)
                .orElseThrow()
                .model();
        Examples test = context.dataset().test();
        ByteFeatures images = (ByteFeatures) test.features();
        try (Workers workers = new Workers(1)) {
            Predictor predictor = new Predictor(model, 1, OptionalDouble.of(images.offset()), workers);
            double direct = accuracy(predictor, test, n -> image(images, n));
            double enlarged = accuracy(predictor, test, n -> prepared(enlarged(image(images, n), 1, 0, 0)));
            SplittableRandom random = new SplittableRandom(context.seed());
            double moved = accuracy(predictor, test, n -> prepared(changed(image(images, n), random)));
            out.accept(new Result("draw accuracy, direct", direct, "%"));
            out.accept(new Result("draw accuracy, over the sheet", enlarged, "%"));
            out.accept(new Result("draw accuracy, shifted and scaled by up to 30 %", moved, "%"));
        }
    }

    private static double accuracy(Predictor predictor, Examples test, IntFunction<byte[]> picture) {
        float[] x = new float[SIDE * SIDE];
        float[] logits = new float[10];
        int correct = 0;
        for (int n = 0; n < IMAGES; n++) {
            ByteFeatures.pixels(picture.apply(n), x.length).copyRow(0, x, 0);
            predictor.predict(x, 1, logits);
            correct += Inference.largest(logits, 0, logits.length) == test.labels()[n] ? 1 : 0;
        }
        return 100.0 * correct / IMAGES;
    }

    private static byte[] image(ByteFeatures images, int n) {
        byte[] image = new byte[images.width()];
        System.arraycopy(images.bytes(), n * image.length, image, 0, image.length);
        return image;
    }

    private static byte[] prepared(float[] ink) {
        return DrawnDigit.of(ink, SHEET).orElseThrow().pixels();
    }

    /** A scale of 70 to 130 %, and a shift of up to 30 % of the sheet, or less to keep the digit inside. */
    private static float[] changed(byte[] image, SplittableRandom random) {
        double scale = random.nextDouble(1 - CHANGE, 1 + CHANGE);
        double digit = 20.0 / SIDE * SHEET * scale;
        double room = Math.clamp((SHEET - digit) / 2, 1, CHANGE * SHEET);
        return enlarged(image, scale, random.nextDouble(-room, room), random.nextDouble(-room, room));
    }

    /** Fills the sheet by bilinear interpolation, scaled about its middle and then shifted by pixels of the sheet. */
    static float[] enlarged(byte[] image, double scale, double down, double right) {
        double zoom = (double) SHEET / SIDE * scale;
        float[] ink = new float[SHEET * SHEET];
        for (int y = 0; y < SHEET; y++) {
            double v = (y + 0.5 - SHEET / 2.0 - down) / zoom + SIDE / 2.0 - 0.5;
            for (int x = 0; x < SHEET; x++) {
                double u = (x + 0.5 - SHEET / 2.0 - right) / zoom + SIDE / 2.0 - 0.5;
                ink[y * SHEET + x] = (float) interpolated(image, v, u);
            }
        }
        return ink;
    }

    private static double interpolated(byte[] image, double row, double column) {
        int r = (int) Math.floor(row);
        int c = (int) Math.floor(column);
        double fr = row - r;
        double fc = column - c;
        return (1 - fr) * ((1 - fc) * pixel(image, r, c) + fc * pixel(image, r, c + 1))
                + fr * ((1 - fc) * pixel(image, r + 1, c) + fc * pixel(image, r + 1, c + 1));
    }

    private static double pixel(byte[] image, int row, int column) {
        boolean inside = row >= 0 && row < SIDE && column >= 0 && column < SIDE;
        return inside ? (image[row * SIDE + column] & 0xff) / 255.0 : 0;
    }
}
