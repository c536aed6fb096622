package org.kanworkbench.runs.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.kanworkbench.explain.SnapshotSeries.Moment;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.network.Model;
import org.kanworkbench.runs.MomentsFile;

/** Files of a run's weights over time, for tests in other packages. */
public final class Moments {

    private Moments() {}

    public static List<Moment> read(Path file) throws ModelFileException {
        return MomentsFile.read(file);
    }

    /** A file of the same weights at a few steps. */
    public static byte[] file(Model model, long... steps) throws IOException {
        List<Moment> moments = new ArrayList<>();
        for (long step : steps) {
            moments.add(new Moment(step, step / 10.0, model, OptionalDouble.of(0.5)));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MomentsFile.write(moments, out);
        return out.toByteArray();
    }
}
