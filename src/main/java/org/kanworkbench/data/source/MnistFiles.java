package org.kanworkbench.data.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.kanworkbench.data.ByteFeatures;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.data.Target;
import org.kanworkbench.data.WholeFile;
import org.kanworkbench.network.Limits;

/** Four IDX files under MNIST's names. */
final class MnistFiles {

    private static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
    private static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
    private static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
    private static final String TEST_LABELS = "t10k-labels-idx1-ubyte";
    private static final String EMNIST = "emnist-";
    private static final String BUNDLE = "/org/kanworkbench/sample-data/mnist/";

    /** IDX files number their classes: the names of Fashion-MNIST's classes (Xiao et al., 2017) are built in. */
    private static final List<String> FASHION = List.of(
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");

    private MnistFiles() {}

    /** The bundled MNIST: 60,000 and 10,000 images of 28 × 28 pixels. */
    static Dataset bundled() throws DataException {
        return dataset(
                "MNIST",
                IdxFile.readResource(BUNDLE + TRAIN_IMAGES + ".gz", 3),
                IdxFile.readResource(BUNDLE + TRAIN_LABELS + ".gz", 1),
                IdxFile.readResource(BUNDLE + TEST_IMAGES + ".gz", 3),
                IdxFile.readResource(BUNDLE + TEST_LABELS + ".gz", 1));
    }

    /** Whether a folder has training images under one of the names, whatever else it has. */
    static boolean in(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*train-images{-,.}idx3-ubyte{,.gz}")) {
            return files.iterator().hasNext();
        } catch (IOException | DirectoryIteratorException _) {
            return false;
        }
    }

    /** Reads images of any size with up to 256 classes, from files with MNIST's names, plain or with {@code .gz}. */
    static Dataset folder(Path folder) throws DataException {
        if (!Files.isDirectory(folder)) {
            throw new DataException(
                    folder + " is no folder: choose the one that holds " + TRAIN_IMAGES + " and its three companions");
        }
        Optional<String> emnist = emnist(folder);
        if (emnist.isPresent()) {
            return emnist(folder, emnist.get());
        }
        Path trainImages = find(folder, TRAIN_IMAGES);
        Path trainLabels = find(folder, TRAIN_LABELS);
        Path testImages = find(folder, TEST_IMAGES);
        Path testLabels = find(folder, TEST_LABELS);
        String name = PngFolder.name(folder);
        Dataset plain = dataset(
                name,
                IdxFile.read(trainImages, 3),
                IdxFile.read(trainLabels, 1),
                IdxFile.read(testImages, 3),
                IdxFile.read(testLabels, 1));
        return name.toLowerCase(Locale.ROOT).contains("fashion") && plain.outputs() == FASHION.size()
                ? new Dataset(name, plain.train(), plain.test(), plain.image(), FASHION)
                : plain;
    }

    /** The beginning of EMNIST's names (Cohen et al., 2017), for instance {@code emnist-letters-}, if there are such files. */
    private static Optional<String> emnist(Path folder) throws DataException {
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, EMNIST + "*" + TRAIN_IMAGES + "{,.gz}")) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                found.add(name.substring(0, name.indexOf(TRAIN_IMAGES)));
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new DataException(folder + " cannot be read: check that it may be", e);
        }
        List<String> sets = found.stream().distinct().sorted().toList();
        if (sets.size() > 1) {
            throw new DataException(folder + " holds several sets (" + String.join(", ", sets)
                    + "…): move the one to read to a folder of its own");
        }
        return sets.stream().findFirst();
    }

    /** EMNIST's images lie on their sides, mirrored; letters are numbered from 1. */
    private static Dataset emnist(Path folder, String prefix) throws DataException {
        IdxFile trainLabels = IdxFile.read(find(folder, prefix + TRAIN_LABELS), 1);
        IdxFile testLabels = IdxFile.read(find(folder, prefix + "test-labels-idx1-ubyte"), 1);
        int least = Math.min(least(trainLabels), least(testLabels));
        Dataset turned = dataset(
                prefix.substring(0, prefix.length() - 1),
                turned(IdxFile.read(find(folder, prefix + TRAIN_IMAGES), 3)),
                less(trainLabels, least),
                turned(IdxFile.read(find(folder, prefix + "test-images-idx3-ubyte"), 3)),
                less(testLabels, least));
        List<String> names = mapping(folder.resolve(prefix + "mapping.txt"), least);
        return names.size() == turned.outputs()
                ? new Dataset(turned.name(), turned.train(), turned.test(), turned.image(), names)
                : turned;
    }

    private static int least(IdxFile labels) {
        int least = Integer.MAX_VALUE;
        for (byte label : labels.values()) {
            least = Math.min(least, label & 0xff);
        }
        return least;
    }

    private static IdxFile less(IdxFile labels, int by) {
        byte[] values = labels.values().clone();
        for (int n = 0; n < values.length; n++) {
            values[n] -= (byte) by;
        }
        return new IdxFile(labels.name(), labels.shape(), values);
    }

    private static IdxFile turned(IdxFile images) {
        int height = images.shape()[1];
        int width = images.shape()[2];
        byte[] values = new byte[images.values().length];
        for (int n = 0; n < values.length; n++) {
            int image = n / (height * width);
            int place = n % (height * width);
            values[image * height * width + place % width * height + place / width] = images.values()[n];
        }
        return new IdxFile(images.name(), new int[] {images.shape()[0], width, height}, values);
    }

    /** Lines of a class and the codes of its characters; empty if there is no such file or not of that form. */
    private static List<String> mapping(Path file, int first) throws DataException {
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        try {
            String text = new String(WholeFile.read(file, 1 << 14), StandardCharsets.ISO_8859_1);
            for (String line : text.split("\\R")) {
                String[] words = line.strip().split("\\s+");
                if (words.length < 2 || Integer.parseInt(words[0]) != names.size() + first) {
                    return List.of();
                }
                names.add(OneLine.of(Character.toString(Integer.parseInt(words[1]))));
            }
            return names.stream().distinct().count() == names.size() ? names : List.of();
        } catch (IllegalArgumentException _) {
            return List.of();
        } catch (IOException e) {
            throw new DataException(file + " cannot be read (" + FileErrors.reason(e) + "): check that it may be", e);
        }
    }

    /** The gzipped files, by name, that {@link #folder} reads, for a data set of byte images. */
    static Map<String, byte[]> contents(Dataset dataset) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(TRAIN_IMAGES + ".gz", images(dataset.train(), dataset.image().orElseThrow()));
        files.put(TRAIN_LABELS + ".gz", labels(dataset.train()));
        files.put(TEST_IMAGES + ".gz", images(dataset.test(), dataset.image().orElseThrow()));
        files.put(TEST_LABELS + ".gz", labels(dataset.test()));
        return files;
    }

    /** Some copies of MNIST have a dot before {@code idx}. */
    private static Path find(Path folder, String name) throws DataException {
        for (String variant : List.of(name, name.replace("-idx", ".idx"))) {
            for (String ending : List.of("", ".gz")) {
                Path file = folder.resolve(variant + ending);
                if (Files.isRegularFile(file)) {
                    return file;
                }
            }
        }
        throw new DataException(folder + " has no " + name + " or " + name
                + ".gz: add it, or choose a folder of IDX or CIFAR's binary files, or of" + " folders of PNG files");
    }

    private static Dataset dataset(
            String name, IdxFile trainImages, IdxFile trainLabels, IdxFile testImages, IdxFile testLabels)
            throws DataException {
        int height = trainImages.shape()[1];
        int width = trainImages.shape()[2];
        if (testImages.shape()[1] != height || testImages.shape()[2] != width) {
            throw new DataException("%s has images of %d × %d but %s of %d × %d: both must have the same size"
                    .formatted(
                            testImages.name(),
                            testImages.shape()[1],
                            testImages.shape()[2],
                            trainImages.name(),
                            height,
                            width));
        }
        if ((long) height * width > Limits.MAX_UNITS) {
            throw new DataException("%s has images of %d × %d = %d pixels: at most %d are possible, make them smaller"
                    .formatted(trainImages.name(), height, width, (long) height * width, Limits.MAX_UNITS));
        }
        Examples train = examples(trainImages, trainLabels);
        Examples test = examples(testImages, testLabels);
        int classes = 1 + Math.max(highest(train.labels()), highest(test.labels()));
        if (classes < 2) {
            throw new DataException(trainLabels.name() + " and " + testLabels.name()
                    + " hold one class only: at least 2 are needed, choose other labels");
        }
        List<String> names = Target.Classes.numbered(classes).names();
        return new Dataset(name, train, test, Optional.of(new ImageShape(height, width)), names);
    }

    private static Examples examples(IdxFile images, IdxFile labels) throws DataException {
        if (images.shape()[0] != labels.shape()[0]) {
            throw new DataException("%s has %d images but %s %d labels: they don't match, take both from one data set"
                    .formatted(images.name(), images.shape()[0], labels.name(), labels.shape()[0]));
        }
        int[] classes = new int[labels.values().length];
        for (int row = 0; row < classes.length; row++) {
            classes[row] = labels.values()[row] & 0xff;
        }
        return new Examples(ByteFeatures.pixels(images.values(), images.shape()[1] * images.shape()[2]), classes);
    }

    private static int highest(int[] labels) {
        return Arrays.stream(labels).max().orElseThrow();
    }

    private static byte[] images(Examples examples, ImageShape shape) throws IOException {
        byte[] pixels = ((ByteFeatures) examples.features()).bytes();
        return gzipped(pixels, examples.size(), shape.height(), shape.width());
    }

    private static byte[] labels(Examples examples) throws IOException {
        byte[] labels = new byte[examples.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (byte) examples.labels()[i];
        }
        return gzipped(labels, labels.length);
    }

    private static byte[] gzipped(byte[] values, int... shape) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(IdxFile.header(shape));
            out.write(values);
        }
        return bytes.toByteArray();
    }
}
