package org.kanworkbench.reference;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.trained.TrainedBasis;
import org.kanworkbench.network.stem.KanConvolutions;

/**
 * One stage of convolutions whose kernels hold edge functions, of images as [channel][y][x]:
 *
 * <pre>
 * a_o(p) = b_o + Σ_c Σ_tap w_o,c,tap·act(x_c(p + tap)) + Σ_k c_o,c,tap,k·φ_k(s(x_c(p + tap)))    within the image
 * y_o(p) = act(norm(a_o(p)))                                              norm over the pixels of an image, if any
 * </pre>
 *
 * then the largest value of each square of pixels, the first of several.
 */
final class ReferenceKanConvolution {

    private static final double EPSILON = 1e-5;

    private final KanConvolutions spec;
    private final LayerSpec kernels;
    private final Map<LayerTensor, String> names = new EnumMap<>(LayerTensor.class);
    private final Map<LayerTensor, double[]> values = new EnumMap<>(LayerTensor.class);
    private final int height;
    private final int width;
    private final int border;
    private final int pool;
    private final int inputs;
    private final int outputs;
    private final int terms;
    private final int outWidth;
    private final int pixels;

    /** Rows and columns of an image, pixels around it where kernels may lie, the side of a pooled square, and values by name. */
    ReferenceKanConvolution(
            KanConvolutions spec, int stage, int height, int width, int border, int pool, Map<String, double[]> model) {
        this.spec = spec;
        this.height = height;
        this.width = width;
        this.border = border;
        this.pool = pool;
        for (LayerTensor tensor : LayerTensor.values()) {
            names.put(tensor, KanConvolutions.name(tensor, stage));
            values.put(tensor, model.get(names.get(tensor)));
        }
        kernels = spec.kernels(stage);
        inputs = spec.inputChannels(stage);
        outputs = spec.channels().get(stage);
        terms = kernels.basis().terms();
        outWidth = width + 2 * border - 2;
        pixels = outWidth * (height + 2 * border - 2);
    }

    private double[] value(LayerTensor tensor) {
        return values.get(tensor);
    }

    private double slope() {
        return spec.activation() == Activation.PRELU ? value(LayerTensor.PRELU)[0] : 0;
    }

    /** What a tap sees at a pixel. */
    private int seen(int pixel, int channel, int tap) {
        int y = pixel / outWidth + tap / 3 - border;
        int x = pixel % outWidth + tap % 3 - border;
        return y < 0 || y >= height || x < 0 || x >= width ? -1 : (channel * height + y) * width + x;
    }

    /** Values of an image's forward pass. */
    private final class Pass {
        final double[] image;
        final double[] scaled;
        final double[] inputDeviation = new double[inputs];
        /** [pixel of the image][term] */
        final double[][] phi;

        final double[][] slopes;
        /** [output][pixel], before the norm, after it, and after the activation. */
        final double[] z = new double[outputs * pixels];

        final double[] deviation = new double[outputs];
        final double[] y;

        Pass(double[] image) {
            this.image = image;
            scaled = image.clone();
            int plane = height * width;
            for (int c = 0; spec.scaling() == KanConvolutions.Scaling.INSTANCE && c < inputs; c++) {
                inputDeviation[c] = normalize(scaled, c * plane, plane);
            }
            if (spec.scaling() == KanConvolutions.Scaling.TANH) {
                Arrays.setAll(scaled, n -> Math.tanh(image[n]));
            }
            phi = new double[image.length][terms];
            slopes = new double[image.length][terms];
            Basis basis = basis();
            for (int n = 0; n < image.length; n++) {
                basis.evaluate(scaled[n], phi[n], slopes[n]);
            }
            for (int o = 0; o < outputs; o++) {
                for (int p = 0; p < pixels; p++) {
                    z[o * pixels + p] = sum(o, p);
                }
                if (spec.normalized()) {
                    deviation[o] = normalize(z, o * pixels, pixels);
                }
            }
            y = Arrays.stream(z)
                    .map(v -> ReferenceLayer.activate(spec.activation(), slope(), v))
                    .toArray();
        }

        private double sum(int o, int p) {
            double sum = kernels.hasBias() ? value(LayerTensor.BIAS)[o] : 0;
            for (int c = 0; c < inputs; c++) {
                for (int tap = 0; tap < 9; tap++) {
                    int n = seen(p, c, tap);
                    int edge = (o * inputs + c) * 9 + tap;
                    if (n >= 0 && kernels.hasBase()) {
                        sum += value(LayerTensor.BASE_WEIGHT)[edge] * ReferenceLayer.activate(spec.base(), 0, image[n]);
                    }
                    for (int k = 0; n >= 0 && k < terms; k++) {
                        sum += value(LayerTensor.BASIS_WEIGHT)[edge * terms + k] * phi[n][k];
                    }
                }
            }
            return sum;
        }

        /** The pixel that a cell has its value from. */
        int largest(int o, int cell) {
            int columns = outWidth / pool;
            int best = -1;
            for (int q = 0; q < pool * pool; q++) {
                int p = o * pixels + (cell / columns * pool + q / pool) * outWidth + cell % columns * pool + q % pool;
                best = best < 0 || y[p] > y[best] ? p : best;
            }
            return best;
        }
    }

    private Basis basis() {
        return kernels.basis() instanceof TrainedBasis trained ? trained.at(ownValues(trained)) : kernels.basis();
    }

    /** All taps share them. */
    private double[] ownValues(TrainedBasis trained) {
        double[] own = new double[trained.kinds() * trained.terms()];
        for (int n = 0; n < own.length; n++) {
            own[n] = value(LayerTensor.BASIS_VALUE)[trained.place(n / terms, n % terms, 0, kernels.inputs())];
        }
        return own;
    }

    /** Makes some values' mean 0 and their variance 1; returns the deviation that they had. */
    static double normalize(double[] values, int from, int count) {
        double mean = 0;
        double variance = 0;
        for (int n = from; n < from + count; n++) {
            mean += values[n] / count;
        }
        for (int n = from; n < from + count; n++) {
            variance += (values[n] - mean) * (values[n] - mean) / count;
        }
        double deviation = Math.sqrt(variance + EPSILON);
        for (int n = from; n < from + count; n++) {
            values[n] = (values[n] - mean) / deviation;
        }
        return deviation;
    }

    /** Turns gradients of normalised values z into those of what they were. */
    static void throughNorm(double[] g, double[] z, double deviation, int from, int count) {
        double mean = 0;
        double product = 0;
        for (int n = from; n < from + count; n++) {
            mean += g[n] / count;
            product += g[n] * z[n] / count;
        }
        for (int n = from; n < from + count; n++) {
            g[n] = (g[n] - mean - z[n] * product) / deviation;
        }
    }

    private int cells() {
        return pixels / outWidth / pool * (outWidth / pool);
    }

    /** [output][cell] */
    double[] forward(double[] image) {
        Pass pass = new Pass(image);
        double[] pooled = new double[outputs * cells()];
        Arrays.setAll(pooled, n -> pass.y[pass.largest(n / cells(), n % cells())]);
        return pooled;
    }

    /** Adds the gradients of the stage's tensors; returns those of the image. */
    double[] backward(double[] image, double[] dy, Map<String, double[]> gradients) {
        Pass pass = new Pass(image);
        double[] d = new double[outputs * pixels];
        for (int n = 0; n < dy.length; n++) {
            int p = pass.largest(n / cells(), n % cells());
            d[p] += dy[n] * ReferenceLayer.differentiate(spec.activation(), slope(), pass.z[p]);
            if (spec.activation() == Activation.PRELU && pass.z[p] < 0) {
                gradients.get(names.get(LayerTensor.PRELU))[0] += dy[n] * pass.z[p];
            }
        }
        double[] dx = new double[image.length];
        double[] ds = new double[image.length];
        double[][] toPhi = new double[image.length][terms];
        for (int o = 0; o < outputs; o++) {
            if (spec.normalized()) {
                throughNorm(d, pass.z, pass.deviation[o], o * pixels, pixels);
            }
            for (int p = 0; p < pixels; p++) {
                double g = d[o * pixels + p];
                add(gradients, LayerTensor.BIAS, o, g);
                for (int n = 0; n < inputs * 9; n++) {
                    int place = seen(p, n / 9, n % 9);
                    int edge = o * inputs * 9 + n;
                    if (place >= 0 && kernels.hasBase()) {
                        double u = image[place];
                        add(gradients, LayerTensor.BASE_WEIGHT, edge, g * ReferenceLayer.activate(spec.base(), 0, u));
                        dx[place] += g
                                * value(LayerTensor.BASE_WEIGHT)[edge]
                                * ReferenceLayer.differentiate(spec.base(), 0, u);
                    }
                    for (int k = 0; place >= 0 && k < terms; k++) {
                        add(gradients, LayerTensor.BASIS_WEIGHT, edge * terms + k, g * pass.phi[place][k]);
                        toPhi[place][k] += g * value(LayerTensor.BASIS_WEIGHT)[edge * terms + k];
                    }
                }
            }
        }
        for (int n = 0; n < image.length; n++) {
            for (int k = 0; k < terms; k++) {
                ds[n] += toPhi[n][k] * pass.slopes[n][k];
            }
        }
        if (kernels.basis() instanceof TrainedBasis trained) {
            addToValues(trained, pass, toPhi, gradients);
        }
        int plane = height * width;
        for (int c = 0; spec.scaling() == KanConvolutions.Scaling.INSTANCE && c < inputs; c++) {
            throughNorm(ds, pass.scaled, pass.inputDeviation[c], c * plane, plane);
        }
        for (int n = 0; n < image.length; n++) {
            boolean tanh = spec.scaling() == KanConvolutions.Scaling.TANH;
            dx[n] += tanh ? ds[n] * (1 - pass.scaled[n] * pass.scaled[n]) : ds[n];
        }
        return dx;
    }

    private void addToValues(TrainedBasis trained, Pass pass, double[][] toPhi, Map<String, double[]> gradients) {
        double[] along = new double[terms];
        for (int kind = 0; kind < trained.kinds(); kind++) {
            Basis derivative = trained.along(ownValues(trained), kind);
            for (int n = 0; n < toPhi.length; n++) {
                derivative.evaluate(pass.scaled[n], new double[terms], along);
                for (int k = 0; k < terms; k++) {
                    int place = trained.place(kind, k, 0, kernels.inputs());
                    add(gradients, LayerTensor.BASIS_VALUE, place, toPhi[n][k] * along[k]);
                }
            }
        }
    }

    private void add(Map<String, double[]> gradients, LayerTensor tensor, int at, double gradient) {
        if (tensor.isIn(kernels)) {
            gradients.get(names.get(tensor))[at] += gradient;
        }
    }
}
