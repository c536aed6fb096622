package org.kanworkbench.gpu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.kanworkbench.gpu.device.Session.Buffer;

/**
 * What kernels know of a layer, or of a stage of convolutions: sizes, kinds, and where its values lie, among the parameters or in a
 * run's memory. All values that it has not are −1.
 */
final class LayerRow {

    /** In the order in which they lie in memory, those of eight bytes first. */
    enum Value {
        /** Of dropout, in 2⁻⁵³; 0 for none. */
        THRESHOLD("ulong"),
        /** Of the outputs that dropout keeps. */
        FACTOR("float"),
        /** Of a B-spline's grid, and its knots per unit. */
        LOWER("float"),
        SCALE("float"),
        INDEX,
        /** Whether another layer follows. */
        ABOVE,
        /** Inputs in memory, floats of a row, and how many of them are inputs. */
        X,
        STRIDE,
        INPUTS,
        /** Of images. */
        HEIGHT,
        BREADTH,
        /** Of zeros around images, pixels; and the sides of the cells of which the largest value is kept. */
        BORDER,
        SIDE,
        SCALING,
        OF_ALL_ROWS,
        /** What scaling knows of rows and of the range of all, in memory. */
        STAT,
        ENDS,
        /** Parameters: ends that move, gains and shifts of an input norm, values of the basis. */
        RUNNING,
        GAIN,
        SHIFT,
        OWN,
        /** Values of the basis that are not trained, in memory. */
        STILL,
        /** Weights among the parameters, with their scales in memory, and gradients of these in memory. */
        EDGES,
        SCALED,
        UNSCALED,
        BIAS,
        BIASES,
        TRAINED_BIASES,
        /** Groups of 64 outputs, and all groups of the gradients of weights and norms. */
        TILES,
        WEIGHT_GROUPS,
        OUTPUTS,
        WIDTH,
        NORM,
        /** Parameters of the norm and of a PReLU. */
        GAMMA,
        MEAN,
        PRELU,
        ACTIVATION,
        /** Memory: values on the way to the outputs, and gradients on the way back. */
        PARTIAL,
        STANDARD,
        DEVIATION,
        Z,
        Y,
        DY,
        DZ,
        DA,
        DS,
        DX,
        PARTS,
        ROW_SUMS,
        /**
         * Memory of a sparsity penalty, by input: means and covariances of its terms; its own mean, deviation and slope; of its
         * edges activities, and slopes over deviations; pairs of terms weighed by these, and what that gives entries.
         */
        MEANS,
        COVARIANCES,
        INPUT_SPREADS,
        ACTIVITIES,
        FACTORS,
        PAIRS,
        ENTRY_GRADIENTS,
        /** Sums and slopes of outputs, then of inputs. */
        SHARES,
        /** Memory of the run: its seeds; flags, how many, and figures behind them. */
        SEEDS,
        TOLD,
        FLAGS;

        private final String type;

        Value() {
            this("int");
        }

        Value(String type) {
            this.type = type;
        }
    }

    /** One value takes twice the bytes of the others. */
    private static final int BYTES = (Value.values().length + 1) * Integer.BYTES;

    private final Map<Value, Number> values = new EnumMap<>(Value.class);

    LayerRow put(Value value, Number number) {
        values.put(value, number);
        return this;
    }

    LayerRow put(Value value, Buffer place) {
        return put(value, place.at());
    }

    int at(Value value) {
        return values.getOrDefault(value, -1).intValue();
    }

    /** The declaration in OpenCL C. */
    static String declaration() {
        return Arrays.stream(Value.values())
                .map(value -> "    " + value.type + " " + value.name().toLowerCase(Locale.ROOT) + ";\n")
                .collect(Collectors.joining("", "typedef struct {\n", "} Layer;\n"));
    }

    /** All rows, as kernels read them. */
    static MemorySegment table(List<LayerRow> rows, Arena arena) {
        int size = (BYTES + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        MemorySegment table = arena.allocate((long) size * rows.size(), Long.BYTES);
        ByteBuffer to = table.asByteBuffer().order(ByteOrder.nativeOrder());
        for (int n = 0; n < rows.size(); n++) {
            to.position(n * size);
            for (Value value : Value.values()) {
                Number number = rows.get(n).values.getOrDefault(value, -1);
                switch (value.type) {
                    case "ulong" -> to.putLong(number.longValue());
                    case "float" -> to.putFloat(number.floatValue());
                    default -> to.putInt(number.intValue());
                }
            }
        }
        return table;
    }
}
