package org.kanworkbench.quantize;

import org.kanworkbench.network.tensor.HalfTensor;
import org.kanworkbench.network.tensor.QuantizedTensor;
import org.kanworkbench.network.tensor.QuantizedTensor.Block;
import org.kanworkbench.network.tensor.StoredTensor;
import org.kanworkbench.network.tensor.Tensor;
import org.kanworkbench.quantize.scheme.Granularity;
import org.kanworkbench.quantize.scheme.Symmetry;
import org.kanworkbench.quantize.scheme.WeightFormat;
import org.kanworkbench.quantize.scheme.WeightFormat.Float16;
import org.kanworkbench.quantize.scheme.WeightFormat.Float32;
import org.kanworkbench.quantize.scheme.WeightFormat.Integers;

/** Rounds weights to what a format can hold, each to the nearest. Weights must be finite. */
public final class WeightRounding {

    private WeightRounding() {}

    public static StoredTensor round(Tensor tensor, WeightFormat format) {
        return switch (format) {
            case Float32 _ -> tensor;
            case Float16 _ -> half(tensor);
            case Integers integers -> round(tensor, integers);
        };
    }

    /** What half precision cannot reach becomes its largest number. */
    public static HalfTensor half(Tensor tensor) {
        short[] halves = new short[tensor.values().length];
        for (int n = 0; n < halves.length; n++) {
            halves[n] = Float.floatToFloat16(Math.clamp(tensor.values()[n], -HalfTensor.LARGEST, HalfTensor.LARGEST));
        }
        return new HalfTensor(tensor.shape(), halves);
    }

    /** @param tensor its first dimension outputs; of three dimensions the last terms, as in {@link QuantizedTensor} */
    public static QuantizedTensor round(Tensor tensor, Integers format) {
        int[] shape = tensor.shape();
        Block block = block(shape, format.granularity());
        int blocks = QuantizedTensor.blocks(shape, block);
        byte[] codes = new byte[tensor.values().length];
        float[] scales = new float[blocks];
        byte[] zeroPoints = new byte[format.symmetry() == Symmetry.AFFINE ? blocks : 0];
        float[] gathered = new float[Math.min(codes.length, block.outputs() * block.inputs() * block.terms())];
        int b = 0;
        for (int o = 0; o < QuantizedTensor.outputs(shape); o += block.outputs()) {
            for (int i = 0; i < QuantizedTensor.inputs(shape); i += block.inputs()) {
                for (int t = 0; t < QuantizedTensor.terms(shape); t += block.terms(), b++) {
                    BlockWalk walk = new BlockWalk(shape, block, o, i, t);
                    CodeRange range = CodeSearch.range(gathered, walk.gather(tensor.values(), gathered), format);
                    walk.round(tensor.values(), range, codes);
                    scales[b] = range.scale();
                    if (zeroPoints.length > 0) {
                        zeroPoints[b] = (byte) range.zeroPoint();
                    }
                }
            }
        }
        return new QuantizedTensor(shape, format.bits(), block, codes, scales, zeroPoints);
    }

    private static Block block(int[] shape, Granularity granularity) {
        int inputs = QuantizedTensor.inputs(shape);
        int terms = QuantizedTensor.terms(shape);
        return switch (granularity) {
            case TENSOR -> new Block(QuantizedTensor.outputs(shape), inputs, terms);
            case OUTPUT -> new Block(1, inputs, terms);
            case GROUP_32 -> new Block(1, Granularity.GROUP, 1);
        };
    }

    /** The weights of one block that begins at an output, an input and a term. */
    private record BlockWalk(int[] shape, Block block, int output, int input, int term) {

        int gather(float[] from, float[] to) {
            int count = 0;
            for (int o = output; o < outputEnd(); o++) {
                for (int i = input; i < inputEnd(); i++) {
                    for (int t = term; t < termEnd(); t++) {
                        to[count++] = from[at(o, i, t)];
                    }
                }
            }
            return count;
        }

        void round(float[] weights, CodeRange range, byte[] codes) {
            for (int o = output; o < outputEnd(); o++) {
                for (int i = input; i < inputEnd(); i++) {
                    for (int t = term; t < termEnd(); t++) {
                        codes[at(o, i, t)] = (byte) range.code(weights[at(o, i, t)]);
                    }
                }
            }
        }

        private int at(int o, int i, int t) {
            return (o * QuantizedTensor.inputs(shape) + i) * QuantizedTensor.terms(shape) + t;
        }

        private int outputEnd() {
            return Math.min(output + block.outputs(), QuantizedTensor.outputs(shape));
        }

        private int inputEnd() {
            return Math.min(input + block.inputs(), QuantizedTensor.inputs(shape));
        }

        private int termEnd() {
            return Math.min(term + block.terms(), QuantizedTensor.terms(shape));
        }
    }
}
