package org.kanworkbench.data.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kanworkbench.data.ByteFeatures;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.data.Target;
import org.kanworkbench.data.WholeFile;

/**
 * The binary files of CIFAR-10 and CIFAR-100 (Krizhevsky, 2009): records of a class, or of a coarse and a fine one, and an
 * image of 32 × 32 pixels, all red values, then all green, then all blue.
 */
final class CifarFiles {

    private static final ImageShape SHAPE = new ImageShape(32, 32, 3);
    private static final long MOST_BYTES = 1L << 30;
    private static final long MOST_NAMES = 1 << 14;

    /** @param labels bytes of a record before its image, the class last */
    private record Format(
            String name, int labels, List<String> train, List<String> test, String classNames, int classes) {

        int record() {
            return labels + SHAPE.values();
        }
    }

    private static final Format TEN = new Format(
            "CIFAR-10",
            1,
            IntStream.rangeClosed(1, 5)
                    .mapToObj(n -> "data_batch_" + n + ".bin")
                    .toList(),
            List.of("test_batch.bin"),
            "batches.meta.txt",
            10);

    private static final Format HUNDRED =
            new Format("CIFAR-100", 2, List.of("train.bin"), List.of("test.bin"), "fine_label_names.txt", 100);

    private CifarFiles() {}

    private static Optional<Format> format(Path folder) {
        for (Format format : List.of(TEN, HUNDRED)) {
            if (Files.isRegularFile(folder.resolve(format.test().getFirst()))) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** Whether the folder has such files. */
    static boolean in(Path folder) {
        return format(folder).isPresent();
    }

    /** Reads as many of the training files as there are. */
    static Dataset read(Path folder) throws DataException {
        Format format = format(folder).orElseThrow();
        List<Path> train = format.train().stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .toList();
        if (train.isEmpty()) {
            throw new DataException(
                    folder + " has no " + format.train().getFirst() + ": add it or choose another folder");
        }
        return new Dataset(
                format.name(),
                examples(format, train),
                examples(format, List.of(folder.resolve(format.test().getFirst()))),
                Optional.of(SHAPE),
                new Target.Classes(names(format, folder.resolve(format.classNames()))),
                Optional.empty(),
                missing(format, folder));
    }

    private static String missing(Format format, Path folder) {
        String missing = format.train().stream()
                .filter(name -> !Files.isRegularFile(folder.resolve(name)))
                .collect(Collectors.joining(", "));
        return missing.isEmpty() ? "" : "without " + missing + ": add what is missing to train with all images";
    }

    private static Examples examples(Format format, List<Path> files) throws DataException {
        long total = 0;
        for (Path file : files) {
            total += records(format, file);
        }
        if (total * format.record() > MOST_BYTES) {
            throw new DataException(files.getFirst() + " and its companions hold more than " + MOST_BYTES
                    + " bytes: they are damaged or too large, download them again");
        }
        byte[] pixels = new byte[(int) total * SHAPE.values()];
        int[] labels = new int[(int) total];
        int row = 0;
        for (Path file : files) {
            long count = records(format, file);
            byte[] record = new byte[format.record()];
            try (InputStream in = WholeFile.open(file)) {
                for (long n = 0; n < count; n++, row++) {
                    if (in.readNBytes(record, 0, record.length) < record.length) {
                        throw new DataException(file + " is truncated: download it again");
                    }
                    labels[row] = record[format.labels() - 1] & 0xff;
                    if (labels[row] >= format.classes()) {
                        throw new DataException(file + ", record " + (n + 1) + ": expected a class (0 … "
                                + (format.classes() - 1) + "), found " + labels[row] + ": download it again");
                    }
                    System.arraycopy(record, format.labels(), pixels, row * SHAPE.values(), SHAPE.values());
                }
            } catch (IOException e) {
                throw new DataException(FileErrors.unreadable(file, e), e);
            }
        }
        return new Examples(ByteFeatures.pixels(pixels, SHAPE.values()), labels);
    }

    private static long records(Format format, Path file) throws DataException {
        try {
            long size = Files.size(file);
            if (size == 0 || size % format.record() != 0) {
                throw new DataException(file + " has " + size + " bytes, which is not a whole number of records of "
                        + format.record() + ": download it again");
            }
            return size / format.record();
        } catch (IOException e) {
            throw new DataException(FileErrors.unreadable(file, e), e);
        }
    }

    /** Numbers without such a file. */
    private static List<String> names(Format format, Path file) throws DataException {
        List<String> numbers = Target.Classes.numbered(format.classes()).names();
        if (!Files.isRegularFile(file)) {
            return numbers;
        }
        try {
            String text = new String(WholeFile.read(file, MOST_NAMES), StandardCharsets.UTF_8);
            List<String> names = new ArrayList<>();
            for (String line : text.split("\\R")) {
                if (!line.isBlank()) {
                    names.add(OneLine.of(line.strip()));
                }
            }
            boolean fit = names.size() == format.classes()
                    && names.stream().distinct().count() == names.size();
            return fit ? names : numbers;
        } catch (IOException e) {
            throw new DataException(FileErrors.unreadable(file, e), e);
        }
    }
}
