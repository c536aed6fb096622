package org.kanworkbench.quantize.code;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kanworkbench.data.Target;
import org.kanworkbench.engine.Inference;
import org.kanworkbench.engine.kernel.Lanes;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.quantize.code.Program.Nest;
import org.kanworkbench.quantize.code.Program.Operand;

/** Follows a program step by step, in the arithmetic of what is written: float32, every result rounded, sums in order. */
final class ProgramInference implements Inference {

    /** Rows that a thread does in turn. */
    private static final int ROWS = 16;

    private final Program program;
    private final Target target;
    private final Workers workers;

    ProgramInference(Program program, Target target, Workers workers) {
        this.program = program;
        this.target = target;
        this.workers = workers;
    }

    /** As the workbench's engine: numbers standardised, whereas a program has them in their units. */
    @Override
    public void predict(float[] x, int rows, float[] logits) {
        workers.run(Math.ceilDiv(rows, ROWS), part -> {
            Map<String, float[]> arrays = new HashMap<>();
            program.constants().forEach((name, constant) -> arrays.put(name, constant.values()));
            program.steps().forEach(step -> arrays.put(step.out(), new float[Program.size(step.shape())]));
            int width = program.outputs();
            for (int r = part * ROWS; r < Math.min(rows, (part + 1) * ROWS); r++) {
                arrays.put(Program.INPUT, Arrays.copyOfRange(x, r * program.inputs(), (r + 1) * program.inputs()));
                new Row(arrays).run(program.steps());
                System.arraycopy(arrays.get(program.result().name()), 0, logits, r * width, width);
            }
        });
        if (target instanceof Target.Numbers numbers) {
            numbers.standardize(logits, rows);
        }
    }

    /** One row's arrays, by name. */
    private record Row(Map<String, float[]> arrays) {

        /** What the innermost loop does. */
        private interface Inner {
            /** @param at places in the arrays */
            void run(int[] at, int[] strides, int count);
        }

        void run(List<Program.Step> steps) {
            for (Program.Step step : steps) {
                float[] out = arrays.get(step.out());
                switch (step) {
                    case Program.Each each -> each(each, out);
                    case Program.Reduce reduce -> reduce(reduce, out);
                    case Program.Product product -> multiply(product, out);
                    case Program.Convolution convolution -> convolve(convolution, out);
                    case Program.Pooling pooling -> pool(pooling, out);
                }
            }
        }

        private float[] values(Operand operand) {
            return operand.name() == null ? new float[] {operand.literal()} : arrays.get(operand.name());
        }

        private static void walk(Nest nest, int loop, int[] at, Inner inner) {
            if (loop >= nest.sizes().length - 1) {
                boolean single = nest.sizes().length == 0;
                inner.run(at, single ? new int[at.length] : nest.strides()[loop], single ? 1 : nest.sizes()[loop]);
                return;
            }
            int[] place = at.clone();
            for (int n = 0; n < nest.sizes()[loop]; n++) {
                walk(nest, loop + 1, place, inner);
                for (int a = 0; a < place.length; a++) {
                    place[a] += nest.strides()[loop][a];
                }
            }
        }

        private void each(Program.Each step, float[] out) {
            int operands = step.operands().size();
            float[] a = values(step.operands().getFirst());
            float[] b = operands > 1 ? values(step.operands().get(1)) : null;
            float[] c = operands > 2 ? values(step.operands().get(2)) : null;
            ElementFunction.Value value = step.function().value;
            walk(step.nest(), 0, new int[operands + 1], (at, strides, count) -> {
                for (int n = 0; n < count; n++) {
                    out[at[0] + n * strides[0]] = value.of(
                            a[at[1] + n * strides[1]],
                            b == null ? 0 : b[at[2] + n * strides[2]],
                            c == null ? 0 : c[at[3] + n * strides[3]]);
                }
            });
        }

        private void reduce(Program.Reduce step, float[] out) {
            Arrays.fill(out, step.reduction().start);
            float[] x = values(step.of());
            walk(step.nest(), 0, new int[2], (at, strides, count) -> {
                for (int n = 0; n < count; n++) {
                    int to = at[0] + n * strides[0];
                    float value = x[at[1] + n * strides[1]];
                    out[to] = switch (step.reduction()) {
                        case SUM, MEAN -> out[to] + value;
                        case MIN -> Math.min(out[to], value);
                        case MAX -> Math.max(out[to], value);
                    };
                }
            });
            if (step.reduction() == Program.Reduction.MEAN) {
                for (int o = 0; o < out.length; o++) {
                    out[o] /= step.count();
                }
            }
        }

        private void multiply(Program.Product step, float[] out) {
            float[] x = values(step.row());
            float[] weights = values(step.matrix());
            Arrays.fill(out, 0);
            for (int i = 0; i < step.inputs(); i++) {
                Lanes.addScaled(out, x[i], weights, i * out.length);
            }
        }

        /** Over whole planes with their borders: loops long enough for vectors, and each sum's order as it is written. */
        private void convolve(Program.Convolution step, float[] out) {
            float[] kernels = values(step.kernels());
            int channels = step.kernels().shape()[1];
            int height = step.shape()[2];
            int width = step.shape()[3];
            int line = width + 2;
            int plane = (height + 2) * line;
            float[] bordered = bordered(values(step.image()), channels, height, width);
            float[] sums = new float[height * line - 2];
            for (int o = 0; o < step.shape()[1]; o++) {
                Arrays.fill(sums, step.bias() == null ? 0 : values(step.bias())[o]);
                for (int n = 0; n < channels * 9; n++) {
                    float weight = kernels[o * channels * 9 + n];
                    int from = n / 9 * plane + n / 3 % 3 * line + n % 3;
                    Lanes.addScaled(sums, weight, bordered, from);
                }
                for (int y = 0; y < height; y++) {
                    System.arraycopy(sums, y * line, out, (o * height + y) * width, width);
                }
            }
        }

        private static float[] bordered(float[] image, int channels, int height, int width) {
            int line = width + 2;
            float[] bordered = new float[channels * (height + 2) * line];
            for (int row = 0; row < channels * height; row++) {
                int to = (row / height * (height + 2) + row % height + 1) * line + 1;
                System.arraycopy(image, row * width, bordered, to, width);
            }
            return bordered;
        }

        private void pool(Program.Pooling step, float[] out) {
            float[] image = values(step.image());
            int width = step.image().shape()[3];
            int half = step.shape()[3];
            int rows = step.shape()[2];
            for (int n = 0; n < out.length; n++) {
                int channel = n / (half * rows);
                int from = (channel * step.image().shape()[2] + n / half % rows * 2) * width + n % half * 2;
                out[n] = Math.max(
                        Math.max(image[from], image[from + 1]), Math.max(image[from + width], image[from + width + 1]));
            }
        }
    }
}
