package org.kanworkbench.app.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.geometry.Point2D;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.draw.reading.Classifiers;
import org.kanworkbench.app.draw.reading.GraphFiles;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.data.Target;
import org.kanworkbench.engine.InitialModel;
import org.kanworkbench.network.Model;
import org.kanworkbench.quantize.onnx.Origin;
import org.kanworkbench.quantize.onnx.graph.OnnxExport;
import org.kanworkbench.quantize.scheme.Schemes;

/** Opens ONNX files as networks that read drawings, without a window. */
class GraphFilesTest {

    private static final List<String> DIGITS =
            IntStream.range(0, 10).mapToObj(String::valueOf).toList();

    @TempDir
    private Path folder;

    private final Workspace workspace = new Workspace();
    private final List<Problem> problems = new ArrayList<>();
    private final Classifiers classifiers = new Classifiers();
    private final GraphFiles files = new GraphFiles(
            workspace,
            new BackgroundWork(
                    new Threads(Runnable::run, Runnable::run),
                    problem -> Optional.ofNullable(problem).ifPresent(problems::add)));

    @AfterEach
    void close() {
        workspace.close();
    }

    private Model model(int inputs) {
        return InitialModel.of("kal-net", inputs, DIGITS.size(), 3);
    }

    private Path written(Model model, String scheme) throws Exception {
        Path file = folder.resolve("small.onnx");
        Origin origin =
                new Origin("kal-net", "mnist", new Target.Classes(DIGITS), Optional.empty(), Optional.empty(), 64);
        OnnxExport.of(model, origin, Schemes.parse(scheme, model.network()), Optional.empty())
                .write(file);
        return file;
    }

    private DrawViewModel viewModel() {
        return new DrawViewModel(
                workspace.models(),
                workspace.graphs(),
                workspace.digits,
                new Threads(Runnable::run, Runnable::run),
                classifiers);
    }

    @Test
    void a_graph_reads_drawings_as_the_model_does_that_it_was_made_of() throws Exception {
        Model model = model(784);
        OpenModel open = workspace.open("engine", new Target.Classes(DIGITS), Optional.empty());
        open.update(model);
        DrawViewModel viewModel = viewModel();
        files.open(written(model, "float32"));

        viewModel.sketch.begin(new Point2D(100, 100), 40);
        viewModel.sketch.extend(new Point2D(300, 300));
        viewModel.sketch.end();

        assertThat(problems).isEmpty();
        assertThat(viewModel.columns).extracting(c -> c.reader.open().name()).containsExactly("engine", "small");
        double[] engine = viewModel.columns.get(0).shownProperty().get().probabilities();
        double[] graph = viewModel.columns.get(1).shownProperty().get().probabilities();
        for (int c = 0; c < engine.length; c++) {
            assertThat(graph[c]).isCloseTo(engine[c], within(1e-4));
        }
        assertThat(viewModel.columns.get(1).shownProperty().get().latency()).isNotEmpty();
    }

    @Test
    void a_closed_graph_has_no_column() throws Exception {
        DrawViewModel viewModel = viewModel();
        files.open(written(model(784), "float16"));
        assertThat(viewModel.columns).hasSize(1);

        workspace.close(workspace.graphs().getFirst());

        assertThat(viewModel.columns).isEmpty();
    }

    @Test
    void a_graph_of_other_inputs_is_refused_in_one_line() throws Exception {
        files.open(written(model(3), "float32"));

        refused("small.onnx takes 3 values");
    }

    @Test
    void a_graph_whose_shapes_do_not_fit_is_refused_in_one_line() throws Exception {
        Path file = written(model(784), "float32");
        ModelProto whole = ModelProto.parseFrom(Files.readAllBytes(file));
        ModelProto.Builder broken = whole.toBuilder();
        List<TensorProto> constants = whole.getGraph().getInitializerList();
        int matrix = IntStream.range(0, constants.size())
                .filter(n -> constants.get(n).getDimsCount() == 2)
                .findFirst()
                .orElseThrow();
        TensorProto tensor = constants.get(matrix);
        broken.getGraphBuilder()
                .setInitializer(
                        matrix, tensor.toBuilder().setDims(0, tensor.getDims(1)).setDims(1, tensor.getDims(0)));
        Files.write(file, broken.build().toByteArray());

        files.open(file);

        refused("small.onnx has shapes that do not fit at MatMul");
    }

    @Test
    void what_is_no_onnx_file_is_refused_in_one_line() throws Exception {
        Path file = folder.resolve("text.onnx");
        Files.writeString(file, "no network");

        files.open(file);

        refused("text.onnx is no ONNX file");
    }

    private void refused(String why) {
        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst().details()).contains(why).doesNotContain("\n");
        assertThat(workspace.graphs()).isEmpty();
    }
}
