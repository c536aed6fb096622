package org.kanworkbench.cli.model;

import java.nio.file.Path;
import java.util.Collections;
import org.kanworkbench.cli.command.CommandFailure;
import org.kanworkbench.cli.command.CommonOptions;
import org.kanworkbench.cli.command.DataOption;
import org.kanworkbench.cli.command.PresetOption;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Target;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.DrawnDigit;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.model.ModelReader;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.network.NetworkSpec;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The model that a command works on, and its training data. */
final class GivenModel {

    /** Classes of the bundled images. */
    private static final int DIGITS = 10;

    @Parameters(paramLabel = "MODEL", description = "A model file of any kind that `evaluate` reads, except .onnx.")
    private Path file;

    @Option(names = "--preset", paramLabel = "P", description = "Network of the weights, as for `evaluate`.")
    private String preset;

    @Mixin
    private DataOption data;

    Path file() {
        return file;
    }

    SavedModel read() throws CommandFailure, ModelFileException {
        return ModelReader.read(file, PresetOption.asked(preset));
    }

    /** The files that the command reads: the model and the table. */
    Path[] files() throws CommandFailure {
        return data.given() && data.source() instanceof DataSource.CsvFile table
                ? new Path[] {file, table.file()}
                : new Path[] {file};
    }

    /** The data under the model's scaling, without checking that it matches; tells of other images. */
    Dataset seen(SavedModel model, CommonOptions common) throws CommandFailure, DataException {
        // Columns as they are, where the file does not say how it has seen them.
        Dataset dataset = model.described()
                ? model.seen(data.source(model.target(), model.scaling()).load())
                : data.source().load().unscaled();
        if (hasData(model)) {
            tellOther(common, data, file, model.dataset(), model.target(), dataset);
        }
        return dataset;
    }

    /** Tells that the bundled images, which are meant where no data are named, are none that the model has seen. */
    static void tellOther(
            CommonOptions common, DataOption data, Path file, String trainedOn, Target target, Dataset dataset)
            throws CommandFailure {
        if (!data.given()
                && !trainedOn.isEmpty()
                && Collections.disjoint(target.names(), dataset.target().names())) {
            common.tell(file + " was trained on " + trainedOn + ", and is measured on " + dataset.name()
                    + ": name its data with --data");
        }
    }

    /** Whether data are named, or the bundled images, which are meant where none are, fit. */
    boolean hasData(SavedModel model) throws CommandFailure {
        return data.given()
                || model.target() instanceof Target.Classes classes
                        && classes.names().size() == DIGITS
                        && model.model().network().inputs() == DrawnDigit.SIDE * DrawnDigit.SIDE;
    }

    /** The same; fails if it does not match the network, or what this is taken to predict. */
    Dataset fitting(SavedModel model, CommonOptions common) throws CommandFailure, DataException {
        Dataset dataset = seen(model, common);
        NetworkSpec network = model.model().network();
        DataOption.check(file, network.shape(), network.inputs(), network.outputs(), dataset);
        if (!model.described() && dataset.target() instanceof Target.Numbers) {
            throw CommandFailure.badInput(file + " does not say what it predicts, and the target of " + dataset.name()
                    + " is a number: convert it with `import " + file
                    + " --data` and these data first, or say --task classification");
        }
        return dataset;
    }
}
