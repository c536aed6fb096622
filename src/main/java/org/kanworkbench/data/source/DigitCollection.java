package org.kanworkbench.data.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.kanworkbench.data.ByteFeatures;
import org.kanworkbench.data.Counted;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.Examples.Copies;
import org.kanworkbench.data.Target;

/**
 * Digits drawn and labelled by the user, in the order of drawing. The file is IDX with two dimensions, one row per
 * digit: 784 pixels, the label, and 1 for a test digit.
 */
public record DigitCollection(List<LabelledDigit> digits) {

    /** Name of the data set. */
    public static final String NAME = "My digits";

    static final int CLASSES = 10;

    /** One digit in this many is a test digit. */
    static final int TEST_SHARE = 5;

    /** Together with MNIST, these are repeated until they make up one training row in this many. */
    static final int SHARE_BESIDE_MNIST = 10;

    private static final int PIXELS = DrawnDigit.SIDE * DrawnDigit.SIDE;
    private static final int ROW = PIXELS + 2;

    public static final DigitCollection EMPTY = new DigitCollection(List.of());

    public DigitCollection {
        digits = List.copyOf(digits);
    }

    /** Reads a file's digits; empty if there is no such file. */
    public static DigitCollection read(Path file) throws DataException {
        if (!Files.exists(file)) {
            return EMPTY;
        }
        IdxFile idx = IdxFile.read(file, 2);
        if (idx.shape()[1] != ROW) {
            throw new DataException(file + " has rows of " + idx.shape()[1] + " values, not of " + ROW
                    + ": it was not written by the workbench, move it away");
        }
        List<LabelledDigit> digits = new ArrayList<>();
        for (int at = 0; at < idx.values().length; at += ROW) {
            int label = idx.values()[at + PIXELS];
            if (label < 0 || label >= CLASSES) {
                throw new DataException(file + " has a digit that is called " + (label & 0xff)
                        + ": it was not written by the workbench, move it away");
            }
            byte[] pixels = Arrays.copyOfRange(idx.values(), at, at + PIXELS);
            digits.add(new LabelledDigit(new DrawnDigit(pixels), label, idx.values()[at + PIXELS + 1] != 0));
        }
        return new DigitCollection(digits);
    }

    /** The file's content. Throws IllegalStateException for an empty collection, which has no file. */
    public byte[] toIdx() {
        if (digits.isEmpty()) {
            throw new IllegalStateException("no digits, no file");
        }
        byte[] header = IdxFile.header(digits.size(), ROW);
        byte[] content = Arrays.copyOf(header, header.length + digits.size() * ROW);
        int at = header.length;
        for (LabelledDigit d : digits) {
            System.arraycopy(d.digit().pixels(), 0, content, at, PIXELS);
            content[at + PIXELS] = (byte) d.label();
            content[at + PIXELS + 1] = (byte) (d.forTest() ? 1 : 0);
            at += ROW;
        }
        return content;
    }

    /** Adds a digit, or relabels one that is present already. A fifth of all are test digits, spread evenly over the labels. */
    public DigitCollection with(DrawnDigit digit, int label) {
        List<LabelledDigit> more = new ArrayList<>(digits);
        for (int i = 0; i < more.size(); i++) {
            if (more.get(i).digit().equals(digit)) {
                more.set(i, new LabelledDigit(digit, label, more.get(i).forTest()));
                return new DigitCollection(more);
            }
        }
        more.add(new LabelledDigit(digit, label, nextIsForTest(label)));
        return new DigitCollection(more);
    }

    /** Whether a test digit is due and no other drawn label has fewer. */
    private boolean nextIsForTest(int label) {
        long[] tested = new long[CLASSES];
        boolean[] drawn = new boolean[CLASSES];
        drawn[label] = true;
        for (LabelledDigit d : digits) {
            tested[d.label()] += d.forTest() ? 1 : 0;
            drawn[d.label()] = true;
        }
        long fewest = IntStream.range(0, CLASSES)
                .filter(i -> drawn[i])
                .mapToLong(i -> tested[i])
                .min()
                .orElse(0);
        return (digits.size() + 1) / TEST_SHARE > Arrays.stream(tested).sum() && tested[label] == fewest;
    }

    /** Appends another collection. Digits that are present already keep their label. */
    public DigitCollection joined(DigitCollection other) {
        Map<DrawnDigit, LabelledDigit> all = new LinkedHashMap<>();
        Stream.concat(digits.stream(), other.digits.stream()).forEach(d -> all.putIfAbsent(d.digit(), d));
        return new DigitCollection(List.copyOf(all.values()));
    }

    /** Restores a removed digit at its index, unless its drawing has been named again meanwhile. */
    public DigitCollection with(int place, LabelledDigit digit) {
        if (digits.stream().anyMatch(other -> other.digit().equals(digit.digit()))) {
            return this;
        }
        List<LabelledDigit> more = new ArrayList<>(digits);
        more.add(Math.min(place, more.size()), digit);
        return new DigitCollection(more);
    }

    public DigitCollection without(LabelledDigit digit) {
        List<LabelledDigit> fewer = new ArrayList<>(digits);
        fewer.remove(digit);
        return new DigitCollection(fewer);
    }

    /** Number of digits with that label. */
    public int count(int label) {
        return (int) digits.stream().filter(d -> d.label() == label).count();
    }

    /** How many labelled drawings are missing for a {@link #dataset}. */
    public int missing() {
        boolean split = digits.stream().map(LabelledDigit::forTest).distinct().count() == 2;
        return split ? 0 : Math.max(1, TEST_SHARE - digits.size());
    }

    /** A data set with four fifths for training and the rest for testing. Throws DataException if there are too few. */
    public Dataset dataset() throws DataException {
        if (missing() > 0) {
            throw new DataException("there are too few digits of your own, " + digits.size() + ": label "
                    + Counted.of(missing(), "more drawing") + " in Draw first");
        }
        return dataset(NAME, examples(d -> !d.forTest()), examples(LabelledDigit::forTest));
    }

    /** A data set of test examples only, to evaluate a model that was trained on none of them. */
    public Dataset allToTest() throws DataException {
        if (digits.isEmpty()) {
            throw new DataException("there are no digits of your own yet: label drawings in Draw first");
        }
        Examples all = examples(_ -> true);
        return dataset(NAME, all, all);
    }

    /** Whether the user's digits are in a data set of that name, alone or beside others. */
    public static boolean isIn(String dataset) {
        return dataset.toLowerCase(Locale.ROOT).contains(NAME.toLowerCase(Locale.ROOT));
    }

    /** The user's digits among the training samples of a data set that they are in; none where its samples are no bytes. */
    public static Set<DrawnDigit> trainedOn(Dataset dataset) {
        Set<DrawnDigit> drawn = new HashSet<>();
        if (dataset.train().features() instanceof ByteFeatures pixels && pixels.width() == PIXELS) {
            // They come last, one after the other, again and again: with the first that was there already all are.
            int end = pixels.bytes().length;
            while (end > 0 && drawn.add(new DrawnDigit(Arrays.copyOfRange(pixels.bytes(), end - PIXELS, end)))) {
                end -= PIXELS;
            }
        }
        return drawn;
    }

    /** Four gzipped IDX files by name, under MNIST's names, which every MNIST reader accepts. */
    public Map<String, byte[]> idxFiles() throws DataException {
        try {
            return MnistFiles.contents(dataset());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Combines these with another data set of equal image size; these are repeated to have enough weight. */
    Dataset beside(Dataset mnist) throws DataException {
        Dataset own = dataset();
        int rows = own.train().size();
        int wanted = Math.max(rows, mnist.train().size() / (SHARE_BESIDE_MNIST - 1));
        int[] repeated = IntStream.range(0, wanted).map(i -> i % rows).toArray();
        return new Dataset(
                mnist.name() + " + my digits",
                joined(mnist.train(), own.train().select(repeated), new Copies(wanted - rows, rows)),
                joined(mnist.test(), own.test(), Copies.NONE),
                own.image(),
                own.target(),
                own.scaling(),
                wanted == rows
                        ? ""
                        : String.format(
                                Locale.ROOT, "%,d of my digits repeated to %,d training samples", rows, wanted));
    }

    private static Examples joined(Examples first, Examples second, Copies copies) {
        byte[] a = ((ByteFeatures) first.features()).bytes();
        byte[] b = ((ByteFeatures) second.features()).bytes();
        byte[] bytes = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, bytes, a.length, b.length);
        int[] labels = Arrays.copyOf(first.labels(), first.size() + second.size());
        System.arraycopy(second.labels(), 0, labels, first.size(), second.size());
        return new Examples(ByteFeatures.pixels(bytes, PIXELS), labels, new float[0], copies);
    }

    private static Dataset dataset(String name, Examples train, Examples test) {
        return new Dataset(
                name,
                train,
                test,
                Optional.of(new ImageShape(DrawnDigit.SIDE, DrawnDigit.SIDE)),
                Target.Classes.numbered(CLASSES).names());
    }

    private Examples examples(Predicate<LabelledDigit> wanted) {
        List<LabelledDigit> chosen = digits.stream().filter(wanted).toList();
        byte[] bytes = new byte[chosen.size() * PIXELS];
        for (int i = 0; i < chosen.size(); i++) {
            System.arraycopy(chosen.get(i).digit().pixels(), 0, bytes, i * PIXELS, PIXELS);
        }
        return new Examples(
                ByteFeatures.pixels(bytes, PIXELS),
                chosen.stream().mapToInt(LabelledDigit::label).toArray());
    }
}
