import java.io.IOException;
import java.io.InputStreamReader;
import java.io.BufferedReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * @TITLE@: @ABOUT@
 *
 * <p>Java 17 or newer. Not thread-safe: give each thread a network of its own. As a program it predicts
 * line by line: @INPUTS@ numbers each, with a comma or spaces between them. @UNITS@.
 */
public final class @NAME@ {

    public static final int INPUTS = @INPUTS@;

    /** The outputs' names. */
    public static final List<String> OUTPUTS = List.of(@LABELS@);

    private static final Pattern NUMBER = Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");
    private static final Pattern BETWEEN = Pattern.compile("\\s*,\\s*|\\s+");

    private static final float INFINITY = Float.POSITIVE_INFINITY;

@CONSTANTS@
@ARRAYS@
    /**
     * One value per output.
     *
     * @param input @UNITS@
     */
    public float[] predict(double[] input) {
        for (int i = 0; i < INPUTS; i++) {
            x[i] = (float) (@SCALED@);
        }
@CALLS@        return Arrays.copyOf(@RESULT@, OUTPUTS.size());
    }

    /** The index of the largest output. */
    public static int best(float[] output) {
        int best = 0;
        for (int o = 1; o < output.length; o++) {
            best = output[o] > output[best] ? o : best;
        }
        return best;
    }

    public static void main(String[] args) throws IOException {
        @NAME@ network = new @NAME@();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            double[] input = numbers(line);
            if (input.length != INPUTS) {
                System.err.println("line " + number + ": write " + INPUTS + " numbers");
                System.exit(2);
            }
            StringBuilder text = new StringBuilder();
            for (float value : network.predict(input)) {
                text.append(text.length() == 0 ? "" : " ").append(value);
            }
            System.out.println(text);
        }
    }

    /** Empty if they are none. */
    private static double[] numbers(String line) {
        String[] parts = BETWEEN.split(line.strip(), -1);
        boolean all = Stream.of(parts).allMatch(part -> NUMBER.matcher(part).matches());
        double[] values = all ? Stream.of(parts).mapToDouble(Double::parseDouble).toArray() : new double[0];
        // More is none in float.
        return Arrays.stream(values).allMatch(value -> Math.abs(value) <= 1e38) ? values : new double[0];
    }

@PARTS@
    private static float where(float condition, float a, float b) {
        return condition != 0 ? a : b;
    }

    private static float equal(float a, float b) {
        return a == b ? 1 : 0;
    }

    /** Abramowitz and Stegun (1964) 7.1.26. */
    private static float erf(float x) {
        double t = 1 / (1 + 0.3275911 * Math.abs(x));
        double p = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
        return (float) (Math.signum(x) * (1 - p * Math.exp(-x * x)));
    }

    /** out[m] = x[n] times weights[n][m]. */
    private static void multiply(float[] out, float[] x, float[] weights, int n, int m) {
        Arrays.fill(out, 0);
        for (int i = 0; i < n; i++) {
            for (int o = 0; o < m; o++) {
                out[o] += x[i] * weights[i * m + o];
            }
        }
    }

    /** Kernels [output][channel][3][3] over an image with a border of zeros. */
    private static void convolve(
            float[] out, float[] image, float[] kernels, float[] bias, int channels, int outputs, int height, int width) {
        for (int o = 0; o < outputs; o++) {
            int to = o * height * width;
            Arrays.fill(out, to, to + height * width, bias == null ? 0 : bias[o]);
            for (int n = 0; n < channels * 9; n++) {
                float weight = kernels[o * channels * 9 + n];
                int down = n / 3 % 3 - 1;
                int right = n % 3 - 1;
                for (int y = down < 0 ? 1 : 0; y < (down > 0 ? height - 1 : height); y++) {
                    int from = (n / 9 * height + y + down) * width + right;
                    for (int x = right < 0 ? 1 : 0; x < (right > 0 ? width - 1 : width); x++) {
                        out[to + y * width + x] += weight * image[from + x];
                    }
                }
            }
        }
    }

    /** The largest of 2 × 2. */
    private static void pool(float[] out, float[] image, int channels, int height, int width) {
        int to = 0;
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y + 1 < height; y += 2) {
                for (int x = 0; x + 1 < width; x += 2) {
                    int from = (c * height + y) * width + x;
                    out[to++] = Math.max(
                            Math.max(image[from], image[from + 1]),
                            Math.max(image[from + width], image[from + width + 1]));
                }
            }
        }
    }

    /** All constants, one after another, little-endian: columns' scales in float64, all others in float32. */
    private static final class Data {

        static final ByteBuffer ALL = decoded();

        static float[] floats(int from, int count) {
            float[] values = new float[count];
            ALL.slice(4 * from, 4 * count).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
            return values;
        }

        static double[] doubles(int from, int count) {
            double[] values = new double[count];
            ALL.slice(8 * from, 8 * count).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(values);
            return values;
        }

        private static ByteBuffer decoded() {
            byte[][] parts = Stream.of(text()).map(Base64.getMimeDecoder()::decode).toArray(byte[][]::new);
            ByteBuffer all = ByteBuffer.allocate(Stream.of(parts).mapToInt(part -> part.length).sum());
            for (byte[] part : parts) {
                all.put(part);
            }
            return all;
        }

        private static String[] text() {
            return new String[] {
@DATA@            };
        }
    }
}
