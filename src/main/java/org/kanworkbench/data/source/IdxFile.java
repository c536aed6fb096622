package org.kanworkbench.data.source;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.kanworkbench.data.Counted;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.data.WholeFile;

/**
 * The content of an IDX file of unsigned bytes, plain or gzipped: two zero bytes, a type code (8), the number of
 * dimensions, each dimension as a big-endian 32-bit number, then the values in row-major order.
 */
record IdxFile(String name, int[] shape, byte[] values) {

    private static final int UNSIGNED_BYTE = 0x08;
    private static final long MAX_VALUES = 1L << 30;

    /**
     * Memory allowed for an unpacked file beyond {@link #MOST_INFLATION} times its size, for the sake of small files.
     */
    private static final long FREE_BYTES = 24L << 20;

    /** gzip packs 4.75 bytes of MNIST's images into one, and a thousand of a hostile file. */
    private static final long MOST_INFLATION = 4;

    /** Size of the header: four bytes, and four per dimension. */
    static byte[] header(int... shape) {
        ByteBuffer header = ByteBuffer.allocate(4 + 4 * shape.length);
        header.putInt(UNSIGNED_BYTE << 8 | shape.length);
        for (int dimension : shape) {
            header.putInt(dimension);
        }
        return header.array();
    }

    /** Reads a file with the given number of dimensions: 3 for images, 1 for labels. */
    static IdxFile read(Path file, int dimensions) throws DataException {
        String name = file.toString();
        try (InputStream in = WholeFile.open(file)) {
            return read(in, Files.size(file), name, dimensions);
        } catch (IOException e) {
            throw new DataException(FileErrors.unreadable(name, e), e);
        }
    }

    /** Reads a class-path resource by absolute name. */
    static IdxFile readResource(String resource, int dimensions) throws DataException {
        URL place = IdxFile.class.getResource(resource);
        if (place == null) {
            throw new DataException(resource + " is missing in the workbench: install or build it again");
        }
        try {
            URLConnection file = place.openConnection();
            try (InputStream in = file.getInputStream()) {
                return read(in, file.getContentLengthLong(), resource, dimensions);
            }
        } catch (IOException e) {
            throw new DataException(FileErrors.unreadable(resource, e), e);
        }
    }

    private static IdxFile read(InputStream in, long length, String name, int dimensions)
            throws IOException, DataException {
        BufferedInputStream raw = new BufferedInputStream(in, 1 << 16);
        raw.mark(2);
        boolean gzipped = raw.read() == 0x1f && raw.read() == 0x8b;
        raw.reset();
        try {
            InputStream plain = gzipped ? new GZIPInputStream(raw, 1 << 16) : raw;
            int[] shape = readHeader(plain, name, dimensions);
            long size = size(shape, name);
            long header = 4 + 4L * dimensions;
            long most = gzipped ? length * MOST_INFLATION + FREE_BYTES : length - header;
            if (gzipped && size * cost(dimensions) > most) {
                throw new DataException(name + " announces " + size + " values, far more than its " + length
                        + " bytes should unpack to: unpack it with gunzip if you trust it, or download it again");
            }
            if (size > most) {
                throw truncated(name, size, most);
            }
            byte[] values = new byte[(int) size];
            int found = plain.readNBytes(values, 0, values.length);
            if (found < size) {
                throw truncated(name, size, found);
            }
            if (plain.read() >= 0) {
                throw new DataException(name + " goes on after the " + size
                        + " values that its header announces: download or export it again");
            }
            return new IdxFile(name, shape, values);
        } catch (EOFException e) {
            throw new DataException(name + " is truncated: download or export it again", e);
        } catch (ZipException e) {
            throw new DataException(name + " is damaged (gzip: " + e.getMessage() + "): download it again", e);
        }
    }

    private static int[] readHeader(InputStream in, String name, int dimensions) throws IOException, DataException {
        DataInputStream numbers = new DataInputStream(in);
        int magic = numbers.readInt();
        if (magic >>> 16 != 0) {
            throw new DataException(
                    "%s is no IDX file (it begins with %08x, not with 00000801 or 00000803): choose MNIST's files"
                            .formatted(name, magic));
        }
        int type = magic >>> 8 & 0xff;
        if (type != UNSIGNED_BYTE) {
            throw new DataException(
                    "%s holds IDX type 0x%02x: export it as unsigned bytes, type 0x08".formatted(name, type));
        }
        int found = magic & 0xff;
        if (found != dimensions) {
            throw new DataException(name + " has " + Counted.of(found, "dimension") + ", not "
                    + dimensions + (dimensions == 1 ? " as labels have" : " as images have")
                    + ": check that images and labels are not mixed up");
        }
        int[] shape = new int[dimensions];
        for (int d = 0; d < dimensions; d++) {
            shape[d] = numbers.readInt();
        }
        return shape;
    }

    private static long size(int[] shape, String name) throws DataException {
        long size = 1;
        for (int dimension : shape) {
            long length = Integer.toUnsignedLong(dimension);
            if (length == 0) {
                throw new DataException(name + " is empty (a dimension is 0): choose a file with data");
            }
            size *= length;
            if (size > MAX_VALUES) {
                throw new DataException(name + " announces more than " + MAX_VALUES
                        + " values: it is damaged or too large, download or export it again");
            }
        }
        return size;
    }

    /** Bytes of memory per value; labels are stored as ints as well. */
    private static int cost(int dimensions) {
        return dimensions == 1 ? 1 + Integer.BYTES : 1;
    }

    private static DataException truncated(String name, long size, long found) {
        return new DataException(name + " is truncated (its header announces " + size + " values, only " + found
                + " are there): download or export it again");
    }
}
