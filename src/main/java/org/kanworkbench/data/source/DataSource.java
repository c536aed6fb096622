package org.kanworkbench.data.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Target;
import org.kanworkbench.data.function.FunctionTarget;
import org.kanworkbench.network.Limits;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.recipe.Loss;

/** The source of a data set, as recorded in configuration files. */
public sealed interface DataSource {

    /** Reads the data set. */
    default Dataset load() throws DataException {
        return switch (this) {
            case Mnist _ -> MnistFiles.bundled();
            case Airfoil _ -> CsvDataset.airfoil();
            case ImageFolder images ->
                CifarFiles.in(images.folder) ? CifarFiles.read(images.folder) : PngFolder.read(images.folder);
            case IdxFolder idx -> MnistFiles.folder(idx.folder);
            case CsvFile csv -> CsvDataset.read(csv, false);
            case Function function -> FunctionDataset.read(function.text);
            case OwnDigits own -> {
                DigitCollection digits = DigitCollection.read(own.file);
                yield own.besideMnist ? digits.beside(MnistFiles.bundled()) : digits.dataset();
            }
            case Toy toy -> toy.load();
        };
    }

    /**
     * Reads the examples to evaluate a model on: the test examples, or all examples if the model was trained on none of
     * them.
     *
     * @param trainedOn name of the data set that it was trained on; empty if unknown
     */
    default Dataset toScore(String trainedOn) throws DataException {
        return load();
    }

    /** Inputs of a table beyond which they count as pixels. */
    int MOST_COLUMNS = 100;

    /**
     * A preset as it is by default for this data.
     *
     * @param loss of their target
     * @param inputs of a row
     */
    default Preset fitted(Preset preset, Loss loss, int inputs) {
        return switch (loss) {
            case MSE -> preset.forNumbers();
            case CROSS_ENTROPY -> {
                boolean small = this instanceof Toy || this instanceof CsvFile && inputs <= MOST_COLUMNS;
                yield small ? preset.forSmallData() : preset;
            }
        };
    }

    /** Whether the content may change between reads, because a user can edit it. */
    default boolean mayChange() {
        return switch (this) {
            case Mnist _, Airfoil _, Toy _, Function _ -> false;
            case IdxFolder _, ImageFolder _, CsvFile _, OwnDigits _ -> true;
        };
    }

    /** The same source with each file at another path. */
    default DataSource located(UnaryOperator<Path> to) {
        return switch (this) {
            case Mnist _, Airfoil _, Toy _, Function _ -> this;
            case IdxFolder idx -> new IdxFolder(to.apply(idx.folder()));
            case ImageFolder images -> new ImageFolder(to.apply(images.folder()));
            case CsvFile csv -> new CsvFile(to.apply(csv.file()), csv.target(), csv.task(), csv.ignored());
            case OwnDigits own -> new OwnDigits(to.apply(own.file()), own.besideMnist());
        };
    }

    /** The MNIST files bundled with the workbench. */
    record Mnist() implements DataSource {}

    /** The airfoils' self-noise, a table bundled with the workbench: one numeric target of five inputs. */
    record Airfoil() implements DataSource {
        /** Its name on the command line. */
        public static final String NAME = "airfoil";
    }

    /** The images in a folder, of whichever kind they are, or the table in a file, whose last column is the target. */
    static DataSource of(Path path) {
        if (!Files.isDirectory(path)) {
            return new CsvFile(path);
        }
        // Beside images may be a folder of other pictures, as of a report.
        boolean pictures = CifarFiles.in(path) || !MnistFiles.in(path) && PngFolder.in(path);
        return pictures ? new ImageFolder(path) : new IdxFolder(path);
    }

    /** A folder with the binary files of CIFAR-10 or CIFAR-100, or with a folder of PNG files for each class. */
    record ImageFolder(Path folder) implements DataSource {}

    /** A folder with four IDX files under MNIST's or EMNIST's names, plain or gzipped. */
    record IdxFolder(Path folder) implements DataSource {}

    /**
     * A CSV file with a header and numeric columns, of which one is the class, or some are numbers to predict.
     *
     * @param target names of the target columns; empty for the usual one
     * @param ignored names of columns that are neither target nor inputs
     */
    record CsvFile(Path file, List<String> target, TaskKind task, List<String> ignored) implements DataSource {
        public CsvFile {
            target = List.copyOf(target);
            ignored = List.copyOf(ignored);
        }

        /** A file with no other columns than targets and inputs. */
        public CsvFile(Path file, List<String> target, TaskKind task) {
            this(file, target, task, List.of());
        }

        /** A file whose target is the only column of text, else the last one. */
        public CsvFile(Path file) {
            this(file, List.of(), TaskKind.AUTO);
        }

        /** A table is known by its name: of another one all rows are scored, and where another program has split the rows. */
        @Override
        public Dataset toScore(String trainedOn) throws DataException {
            return CsvDataset.read(this, !trainedOn.equals(CsvDataset.name(file)));
        }

        /** The same, where nothing is chosen yet, without columns of text that have another value in every row. */
        public CsvFile withoutKeys() throws DataException {
            return target.isEmpty() && ignored.isEmpty()
                    ? new CsvFile(file, target, task, CsvDataset.keys(this))
                    : this;
        }

        /** The same for a model of a table: its inputs alone, and as the target, if none is chosen, what has its classes or names. */
        public CsvFile forModel(ColumnScaling inputs, Target predicted) throws DataException {
            return CsvDataset.forModel(this, inputs, predicted);
        }

        /** The columns that are predicted: those that were chosen, else the usual one. */
        public List<String> predicted() throws DataException {
            return target.isEmpty() ? List.of(usualTarget()) : target;
        }

        /** The name of the target if none is chosen. */
        public String usualTarget() throws DataException {
            return CsvDataset.usualTarget(this);
        }
    }

    /**
     * Points of a typed function.
     *
     * @param text as after {@value FunctionTarget#PREFIX} on the command line, see {@link FunctionTarget}
     */
    record Function(String text) implements DataSource {

        /** From pykan's examples, and the relativistic sum of velocities. */
        public static final List<Function> EXAMPLES = List.of(
                new Function("exp(sin(pi*x)+y^2)"),
                new Function("(u+v)/(1+u*v)?range=-0.9..0.9"),
                new Function("exp((sin(pi*(a^2+b^2))+sin(pi*(c^2+d^2)))/2)?rows=3000"));

        /** The text without options. */
        public String expression() {
            return text.split("\\?", 2)[0];
        }
    }

    /**
     * Digits drawn and labelled by the user, alone or together with MNIST.
     *
     * @param file see {@link DigitCollection}
     */
    record OwnDigits(Path file, boolean besideMnist) implements DataSource {
        @Override
        public Dataset toScore(String trainedOn) throws DataException {
            return besideMnist || DigitCollection.isIn(trainedOn)
                    ? load()
                    : DigitCollection.read(file).allToTest();
        }
    }

    /**
     * Generated points in the plane, for networks small enough to display in full.
     *
     * @param noise standard deviation of the noise on both coordinates, 0 to {@value #MOST_NOISE}
     * @param rows number of training points, {@value #FEWEST_ROWS} to {@value #MOST_ROWS}; the test set has a quarter
     *     as many
     * @param seed from 0 up
     */
    record Toy(ToyShape shape, double noise, int rows, long seed) implements DataSource {

        /** Of its name on the command line. */
        public static final String PREFIX = "toy:";

        public static final double USUAL_NOISE = 0.1;
        public static final double MOST_NOISE = 0.5;
        public static final int USUAL_ROWS = 1000;
        public static final int FEWEST_ROWS = 10;
        public static final int MOST_ROWS = 100_000;
        public static final long USUAL_SEED = 0;

        public Toy {
            if (!(noise >= 0 && noise <= MOST_NOISE)) {
                throw new IllegalArgumentException("noise is " + noise + ": choose 0 to " + MOST_NOISE);
            }
            Limits.count("rows", rows, FEWEST_ROWS, MOST_ROWS);
            if (seed < 0) {
                throw new IllegalArgumentException("seed is " + seed + ": choose 0 or more");
            }
        }

        /** The default points of a shape. */
        public static Toy of(ToyShape shape) {
            return new Toy(shape, USUAL_NOISE, USUAL_ROWS, USUAL_SEED);
        }

        /** Generates them, which cannot fail. */
        @Override
        public Dataset load() {
            return ToyPoints.dataset(this);
        }
    }
}
