package org.kanworkbench.data.source;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.FloatFeatures;
import org.kanworkbench.data.Target;
import org.kanworkbench.data.function.FunctionTarget;
import org.kanworkbench.data.function.Points;

/** Points of a typed function, standardised as a table's columns; only the training targets have noise. */
final class FunctionDataset {

    private FunctionDataset() {}

    /** @param text see {@link FunctionTarget} */
    static Dataset read(String text) throws DataException {
        FunctionTarget function = FunctionTarget.parse(text);
        List<String> names = function.source().inputNames();
        Points train = function.training();
        int[] rows = IntStream.range(0, train.rows()).toArray();
        ColumnScaling inputs = ColumnScaling.of(names, train.x(), rows);
        List<String> output = List.of("f(" + String.join(", ", names) + ")");
        ColumnScaling outputs = ColumnScaling.of(output, train.y(), rows);
        return new Dataset(
                function.expression(),
                examples(train, inputs, outputs),
                examples(function.source().test(), inputs, outputs),
                Optional.empty(),
                new Target.Numbers(outputs),
                Optional.of(inputs));
    }

    private static Examples examples(Points points, ColumnScaling inputs, ColumnScaling outputs) {
        return new Examples(
                new FloatFeatures(inputs.scale(points.x()), points.inputs()), new int[0], outputs.scale(points.y()));
    }
}
