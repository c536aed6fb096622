package org.kanworkbench.data.source;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.kanworkbench.data.ByteFeatures;
import org.kanworkbench.data.Counted;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.data.Target;
import org.kanworkbench.data.WholeFile;
import org.kanworkbench.network.Limits;

/**
 * PNG files in a folder for each class, all of one size: in {@code train} and {@code test}, or without these, when every
 * fifth image of a class, by name, is for testing. Images without colour have one channel, others three. What is
 * transparent lies on white.
 */
final class PngFolder {

    private static final String TRAIN = "train";
    private static final String TEST = "test";
    private static final String ENDING = ".png";
    private static final long MOST_BYTES = 1L << 20;
    private static final long MOST_VALUES = 1L << 30;
    private static final int TEST_SHARE = 5;

    private final Path folder;
    private ImageShape shape;
    private long values;

    private PngFolder(Path folder) {
        this.folder = folder;
    }

    /** One image's channels, red, green and blue, and its class. */
    private record Image(Path file, byte[] rgb, int label) {}

    /** Whether the folder has folders with PNG files. */
    static boolean in(Path folder) {
        try {
            return !classFolders(Files.isDirectory(folder.resolve(TRAIN)) ? folder.resolve(TRAIN) : folder)
                    .isEmpty();
        } catch (DataException _) {
            return false;
        }
    }

    static Dataset read(Path folder) throws DataException {
        return new PngFolder(folder).read();
    }

    private Dataset read() throws DataException {
        boolean divided = Files.isDirectory(folder.resolve(TRAIN));
        Path trainFolder = divided ? folder.resolve(TRAIN) : folder;
        List<String> classes = classFolders(trainFolder).stream()
                .map(part -> part.getFileName().toString())
                .toList();
        if (classes.size() < 2 || classes.size() > Limits.MAX_UNITS) {
            throw new DataException(trainFolder + " has " + Counted.of(classes.size(), "folder")
                    + " of classes with PNG files: choose one with 2 to " + Limits.MAX_UNITS);
        }
        if (divided && Files.isDirectory(folder.resolve(TEST))) {
            checkKnown(folder.resolve(TEST), classes);
        }
        List<Image> train = new ArrayList<>();
        List<Image> test = new ArrayList<>();
        for (int label = 0; label < classes.size(); label++) {
            add(trainFolder.resolve(classes.get(label)), label, train, divided ? train : test);
            Path ofTest = folder.resolve(TEST).resolve(classes.get(label));
            if (divided && Files.isDirectory(ofTest)) {
                add(ofTest, label, test, test);
            }
        }
        if (train.isEmpty() || test.isEmpty()) {
            throw new DataException(
                    folder + " has " + Counted.of(train.size(), "image") + " to train with and " + test.size()
                            + " to test with: add PNG files, or folders for the classes in " + TRAIN + " and " + TEST);
        }
        boolean grey = train.stream().allMatch(PngFolder::grey) && test.stream().allMatch(PngFolder::grey);
        shape = new ImageShape(shape.height(), shape.width(), grey ? 1 : 3);
        if (shape.values() > Limits.MAX_UNITS) {
            throw tooLarge(train.getFirst().file());
        }
        return new Dataset(
                name(folder),
                examples(train),
                examples(test),
                Optional.of(shape),
                new Target.Classes(classes.stream().map(OneLine::of).toList()),
                Optional.empty(),
                remark(trainFolder, classes));
    }

    private static String remark(Path folder, List<String> classes) throws DataException {
        String others = listed(folder, Files::isDirectory).stream()
                .map(part -> part.getFileName().toString())
                .filter(name -> !classes.contains(name))
                .collect(Collectors.joining(", "));
        return others.isEmpty() ? "" : "folders without PNG files are no classes: " + OneLine.of(others);
    }

    /** What the data in a folder are called. */
    static String name(Path folder) {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return OneLine.of(name == null ? folder.toString() : name.toString());
    }

    private void checkKnown(Path tested, List<String> classes) throws DataException {
        for (Path part : classFolders(tested)) {
            if (!classes.contains(part.getFileName().toString())) {
                throw new DataException(tested + " has a folder " + part.getFileName() + " but " + folder.resolve(TRAIN)
                        + " has none: add images of this class to train with, or take the folder away");
            }
        }
    }

    private static List<Path> classFolders(Path folder) throws DataException {
        List<Path> classes = new ArrayList<>();
        for (Path part : listed(folder, Files::isDirectory)) {
            if (!pictures(part).isEmpty()) {
                classes.add(part);
            }
        }
        return classes;
    }

    private static List<Path> pictures(Path folder) throws DataException {
        return listed(
                folder,
                file -> file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(ENDING)
                        && Files.isRegularFile(file));
    }

    /** By name, without hidden ones. */
    private static List<Path> listed(Path folder, DirectoryStream.Filter<Path> wanted) throws DataException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, wanted)) {
            all.forEach(found::add);
        } catch (IOException e) {
            throw unreadable(folder, e);
        } catch (DirectoryIteratorException e) {
            throw unreadable(folder, e.getCause());
        }
        found.removeIf(path -> path.getFileName().toString().startsWith("."));
        found.sort(
                (a, b) -> a.getFileName().toString().compareTo(b.getFileName().toString()));
        return found;
    }

    private void add(Path part, int label, List<Image> to, List<Image> everyFifth) throws DataException {
        int count = 0;
        for (Path file : pictures(part)) {
            count++;
            (count % TEST_SHARE == 0 ? everyFifth : to).add(new Image(file, rgb(file), label));
        }
    }

    /** All red values, then all green, then all blue. */
    private byte[] rgb(Path file) throws DataException {
        BufferedImage image = image(file);
        int pixels = image.getWidth() * image.getHeight();
        if (shape == null) {
            shape = new ImageShape(image.getHeight(), image.getWidth(), 3);
        }
        if (shape.height() != image.getHeight() || shape.width() != image.getWidth()) {
            throw new DataException(file + " is " + image.getWidth() + " pixels wide and " + image.getHeight()
                    + " high but others are " + shape.width() + " wide and " + shape.height()
                    + " high: give all images one size");
        }
        values += 3L * pixels;
        if (values > MOST_VALUES) {
            throw new DataException(
                    folder + " holds more than " + Counted.of(MOST_VALUES / 3, "pixel") + ": choose fewer images");
        }
        // Java takes greys for linear light and would brighten them: those of files are read as they are.
        boolean greys = image.getColorModel() instanceof ComponentColorModel model
                && model.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
        byte[] planes = new byte[3 * pixels];
        for (int n = 0; n < pixels; n++) {
            int x = n % image.getWidth();
            int y = n / image.getWidth();
            int argb = image.getRGB(x, y);
            int colour = greys
                    ? 0x010101
                            * (image.getRaster().getSample(x, y, 0)
                                    >> image.getColorModel().getComponentSize(0) - 8)
                    : argb;
            int alpha = argb >>> 24;
            for (int c = 0; c < 3; c++) {
                int value = colour >> 16 - 8 * c & 0xff;
                planes[c * pixels + n] = (byte) ((alpha * value + (255 - alpha) * 255) / 255);
            }
        }
        return planes;
    }

    private static BufferedImage image(Path file) throws DataException {
        byte[] bytes;
        try {
            bytes = WholeFile.read(file, MOST_BYTES);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(in, true, true);
            // Before anything is unpacked.
            if ((long) reader.getWidth(0) * reader.getHeight(0) > Limits.MAX_UNITS) {
                throw tooLarge(file);
            }
            return reader.read(0);
        } catch (IOException | RuntimeException e) {
            // The decoder is not careful about what it reads, and its messages are of its own parts.
            throw new DataException(file + " is no PNG image that can be read: save it again", e);
        } finally {
            reader.dispose();
        }
    }

    private static boolean grey(Image image) {
        int pixels = image.rgb().length / 3;
        for (int n = 0; n < pixels; n++) {
            byte red = image.rgb()[n];
            if (red != image.rgb()[pixels + n] || red != image.rgb()[2 * pixels + n]) {
                return false;
            }
        }
        return true;
    }

    private Examples examples(List<Image> images) {
        byte[] all = new byte[Math.multiplyExact(images.size(), shape.values())];
        int[] labels = new int[images.size()];
        for (int row = 0; row < labels.length; row++) {
            System.arraycopy(images.get(row).rgb(), 0, all, row * shape.values(), shape.values());
            labels[row] = images.get(row).label();
        }
        return new Examples(ByteFeatures.pixels(all, shape.values()), labels);
    }

    private static DataException tooLarge(Path file) {
        return new DataException(file + " has more than the " + Limits.MAX_UNITS
                + " values, one or three a pixel, that a network takes: make the images smaller");
    }

    private static DataException unreadable(Path file, IOException e) {
        return new DataException(
                file + " cannot be read (" + FileErrors.reason(e) + "): check that it exists, may be read and is whole",
                e);
    }
}
