package org.kanworkbench.dl4j;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import org.kanworkbench.files.ModelFileException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Weights in ND4J's format: the buffer of the shape, then that of the values, each with allocation mode, length and
 * type. ND4J itself allocates any size that a file claims and reads inconsistent shapes; this reader checks the claims
 * against the content.
 */
final class ArrayFile {

    /** The buffer format since ND4J 1.0.0-beta4. */
    private static final String MODE = "MIXED_DATA_TYPES";

    /** Besides rank, shape and strides, a shape has flags, the element stride and the order. */
    private static final int BESIDE_SHAPE = 4;

    private ArrayFile() {}

    /**
     * Reads a row of floats.
     *
     * @param where name of the content in messages
     */
    static INDArray read(byte[] content, String where) throws ModelFileException {
        ByteArrayInputStream bytes = new ByteArrayInputStream(content);
        try (DataInputStream in = new DataInputStream(bytes)) {
            Header shape = header(in, where);
            long rank = in.readLong();
            if (!shape.type().equals("LONG") || rank < 1 || rank > 2 || shape.length() != 2 * rank + BESIDE_SHAPE) {
                throw refused(where, "it is no row of weights");
            }
            long rows = rank == 2 ? in.readLong() : 1;
            long columns = in.readLong();
            in.skipNBytes((rank + BESIDE_SHAPE - 1) * Long.BYTES);
            Header values = header(in, where);
            if (rows != 1 || columns < 1 || columns > content.length || columns != values.length()) {
                throw refused(where, "its shape does not fit its values");
            }
            int width = switch (values.type()) {
                case "FLOAT" -> Float.BYTES;
                case "DOUBLE" -> Double.BYTES;
                case "HALF" -> Short.BYTES;
                default -> throw refused(where, "its values are of another type than FLOAT, DOUBLE and HALF");
            };
            if (bytes.available() != width * columns) {
                throw refused(where, "it holds fewer or more values than it says");
            }
            float[] row = new float[(int) columns];
            for (int i = 0; i < row.length; i++) {
                row[i] = switch (width) {
                    case Float.BYTES -> in.readFloat();
                    case Double.BYTES -> (float) in.readDouble();
                    default -> Float.float16ToFloat(in.readShort());
                };
            }
            return Nd4j.createFromArray(row);
        } catch (ModelFileException e) {
            throw e;
        } catch (IOException e) {
            throw refused(where, "it was cut off");
        }
    }

    /** The header of a buffer. */
    private record Header(long length, String type) {}

    private static Header header(DataInputStream in, String where) throws IOException {
        if (!in.readUTF().equals(MODE)) {
            throw refused(where, "it is of an older form: save it again with Deeplearning4j 1.0.0-beta4 or later");
        }
        return new Header(in.readLong(), in.readUTF());
    }

    private static ModelFileException refused(String where, String why) {
        return new ModelFileException(where + " cannot be read: " + why + "; save it again or choose another file");
    }
}
