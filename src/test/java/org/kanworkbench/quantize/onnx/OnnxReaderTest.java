package org.kanworkbench.quantize.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.data.Target;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.Preset;
import org.kanworkbench.quantize.onnx.graph.OnnxExport;
import org.kanworkbench.quantize.scheme.QuantizeException;
import org.kanworkbench.quantize.scheme.Schemes;

class OnnxReaderTest {

    @TempDir
    private Path folder;

    private Path file;
    private Model network;
    private OnnxModel written;

    @BeforeEach
    void write() throws Exception {
        file = folder.resolve("net.onnx");
        network = RandomModels.of(Preset.named("kal-net").orElseThrow(), 5);
        Origin origin = new Origin(
                "kal-net",
                "points",
                new Target.Classes(List.of("a", "line\nbreak", "back\\slash n", "")),
                Optional.of(new ImageShape(4, 5)),
                Optional.of(new ColumnScaling(
                        java.util.Collections.nCopies(20, new ColumnScaling.Column("a column's name", -0.1, 1e-7)))),
                64);
        written = OnnxExport.of(network, origin, Schemes.parse("float16", network.network()), Optional.empty());
        written.write(file);
    }

    @Test
    void tells_what_was_written_and_answers_the_same() throws Exception {
        OnnxModel read = OnnxReader.read(file);

        assertThat(read.origin()).isEqualTo(written.origin());
        assertThat(read.scheme()).isEqualTo(written.scheme());
        assertThat(read.inputs()).isEqualTo(20);
        assertThat(read.outputs()).isEqualTo(4);
        float[] x = RandomModels.rows(3, 20, 1);
        assertThat(answers(read, x)).containsExactly(answers(written, x));
    }

    private static float[] answers(OnnxModel model, float[] x) throws QuantizeException {
        float[] logits = new float[3 * 4];
        try (OnnxNetwork network = new OnnxNetwork(model, 1)) {
            network.predict(x, 3, logits);
        }
        return logits;
    }

    @Test
    void a_file_of_another_program_with_known_operators_will_do() throws Exception {
        change(model -> model.clearMetadataProps());

        OnnxModel read = OnnxReader.read(file);

        assertThat(read.origin().target().names()).containsExactly("0", "1", "2", "3");
        assertThat(read.scheme()).isEqualTo(Schemes.FLOAT32);
    }

    @Test
    void a_wide_network_of_functions_of_every_edge_s_own_is_read_and_runs_few_rows_at_once() throws Exception {
        Model wide = RandomModels.of(Preset.named("wav-kan").orElseThrow().network(500, List.of(), 500), 5);
        Origin origin =
                new Origin("wav-kan", "", Target.Classes.numbered(500), Optional.empty(), Optional.empty(), 250);
        OnnxExport.of(wide, origin, Schemes.FLOAT32, Optional.empty()).write(file);

        OnnxModel read = OnnxNetwork.tried(file);

        assertThat(read.rowsIndependent()).isTrue();
        assertThat(GraphShapes.rows(ModelProto.parseFrom(read.content()).getGraph(), 256))
                .isEqualTo(128);
    }

    @Test
    void more_rows_than_one_task_has_parts_are_all_answered() throws Exception {
        int rows = 256 * 1024 + 3;
        float[] x = RandomModels.rows(rows, 20, 1);
        float[] logits = new float[rows * 4];
        try (OnnxNetwork network = new OnnxNetwork(written, 1)) {
            network.predict(x, rows, logits);
        }
        float[] last = answers(written, Arrays.copyOfRange(x, (rows - 3) * 20, rows * 20));
        assertThat(Arrays.copyOfRange(logits, (rows - 3) * 4, rows * 4)).containsExactly(last);
    }

    @Test
    void what_is_no_such_file_is_refused_in_one_line() throws Exception {
        assertRefused(folder.resolve("none.onnx"), "no such file");
        assertRefused(Files.writeString(folder.resolve("text.onnx"), "Dear reader"), "no ONNX file");
        byte[] half = Arrays.copyOf(written.content(), written.content().length / 2);
        assertRefused(Files.write(folder.resolve("half.onnx"), half), "cut off");
    }

    @Test
    void other_operators_are_named() throws Exception {
        change(model -> model.getGraphBuilder().getNodeBuilder(0).setOpType("LSTM"));
        assertRefused(file, "LSTM");

        written.write(file);
        change(model -> model.getGraphBuilder().getNodeBuilder(0).setDomain("com.example"));
        assertRefused(file, "operator");
    }

    @Test
    void other_inputs_outputs_and_weights_elsewhere_are_named() throws Exception {
        change(model -> model.getGraphBuilder().getInputBuilder(0).setName("pixels"));
        assertRefused(file, "'input'");

        written.write(file);
        change(model -> model.getGraphBuilder()
                .getOutputBuilder(0)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .getDimBuilder(0)
                .setDimValue(1));
        assertRefused(file, "'logits'");

        written.write(file);
        change(model ->
                model.getGraphBuilder().getInitializerBuilder(0).setDataLocation(TensorProto.DataLocation.EXTERNAL));
        assertRefused(file, "another file");

        written.write(file);
        change(model -> model.getGraphBuilder().addSparseInitializerBuilder());
        assertRefused(file, "sparse arrays, which are not read");
    }

    @Test
    void metadata_of_another_network_are_refused() throws Exception {
        change(model -> model.getMetadataPropsBuilderList().stream()
                .filter(p -> p.getKey().endsWith("classes"))
                .forEach(p -> p.setValue("only one")));
        assertRefused(file, "metadata");
    }

    @Test
    void shapes_that_do_not_fit_each_other_are_refused() throws Exception {
        change(model -> model.getGraphBuilder().getInitializerBuilderList().stream()
                .filter(t -> t.getName().contains("layers.0.weight"))
                .forEach(t -> t.setDims(0, t.getDims(1)).setDims(1, t.getDims(0))));
        assertRefused(file, "shapes that do not fit at MatMul");
    }

    @Test
    void shapes_that_no_array_can_have_are_refused() throws Exception {
        for (List<Long> shape : List.of(List.of(2L, -1L), List.of(1L << 40, 1L << 40))) {
            GraphProto.Builder graph = rows(20).addInitializer(
                            longs("one", 1).toBuilder().clearDims().addAllDims(shape))
                    .addNode(node("Add", "a", "input", "one"));
            Files.write(file, ModelProto.newBuilder().setGraph(graph).build().toByteArray());
            assertRefused(file, "says that one has the shape " + shape);
        }

        GraphProto.Builder kernels =
                rows(20).addInitializer(longs("one", 1)).addNode(node("Conv", "a", "input", "one"));
        Files.write(file, ModelProto.newBuilder().setGraph(kernels).build().toByteArray());
        assertRefused(file, "shapes that do not fit at Conv");
    }

    @Test
    void what_would_take_all_memory_or_never_end_is_refused_before_it_is_computed() throws Exception {
        Files.write(file, graph(20, node("Concat", "a0", "input", "input"), doublings("Concat", 24)));
        assertRefused(file, "would compute too much at Concat");

        Files.write(file, graph(8192, node("Tanh", "a0", "input"), doublings("Tanh", 3000)));
        assertRefused(file, "would compute too much at Tanh");

        // A column beside a row of as many: rows times rows.
        Files.write(file, graph(8192, "Reshape", new long[] {-1, 1}, "Reshape", new long[] {1, -1}));
        assertRefused(file, "would compute too much at Add (c): it predicts 250 samples at once");

        Files.write(file, graph(67_108_864, node("Tanh", "a0", "input")));
        assertRefused(file, "'input'");

        byte[] nodes = new byte[1 << 20];
        for (int i = 0; i < nodes.length; i += 2) {
            nodes[i] = GraphProto.NODE_FIELD_NUMBER << 3 | 2;
        }
        Files.write(file, ModelProto.newBuilder().build().toByteArray());
        try (var out = Files.newOutputStream(file)) {
            var coded = com.google.protobuf.CodedOutputStream.newInstance(out);
            coded.writeByteArray(ModelProto.GRAPH_FIELD_NUMBER, nodes);
            coded.flush();
        }
        assertRefused(file, "nodes and names");
    }

    private static NodeProto node(String operator, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .addAttribute(OnnxMl.AttributeProto.newBuilder()
                        .setName("axis")
                        .setType(OnnxMl.AttributeProto.AttributeType.INT)
                        .setI(1))
                .addAllInput(List.of(inputs))
                .addOutput(output)
                .build();
    }

    private static NodeProto[] doublings(String operator, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> operator.equals("Concat")
                        ? node(operator, "a" + (i + 1), "a" + i, "a" + i)
                        : node(operator, "a" + (i + 1), "a" + i))
                .toArray(NodeProto[]::new);
    }

    private static byte[] graph(long width, NodeProto first, NodeProto... more) {
        GraphProto.Builder graph = rows(width).addNode(first).addAllNode(List.of(more));
        return ModelProto.newBuilder().setGraph(graph).build().toByteArray();
    }

    /** Both reshaped and added. */
    private static byte[] graph(long width, String one, long[] shape, String other, long[] otherShape) {
        GraphProto.Builder graph = rows(width)
                .addInitializer(longs("one", shape))
                .addInitializer(longs("other", otherShape))
                .addNode(node(one, "a", "input", "one"))
                .addNode(node(other, "b", "input", "other"))
                .addNode(node("Add", "c", "a", "b"));
        return ModelProto.newBuilder().setGraph(graph).build().toByteArray();
    }

    private static TensorProto longs(String name, long... values) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.INT64.getNumber());
        tensor.addDims(values.length);
        for (long value : values) {
            tensor.addInt64Data(value);
        }
        return tensor.build();
    }

    private static GraphProto.Builder rows(long width) {
        return GraphProto.newBuilder().addInput(values("input", width)).addOutput(values("logits", 4));
    }

    private static OnnxMl.ValueInfoProto values(String name, long width) {
        OnnxMl.TensorShapeProto.Builder shape = OnnxMl.TensorShapeProto.newBuilder()
                .addDim(OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimParam("rows"))
                .addDim(OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimValue(width));
        return OnnxMl.ValueInfoProto.newBuilder()
                .setName(name)
                .setType(OnnxMl.TypeProto.newBuilder()
                        .setTensorType(OnnxMl.TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                                .setShape(shape)))
                .build();
    }

    private void change(Consumer<ModelProto.Builder> change) throws IOException {
        ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
        change.accept(model);
        Files.write(file, model.build().toByteArray());
    }

    private static void assertRefused(Path file, String reason) {
        assertThatThrownBy(() -> OnnxReader.read(file))
                .isInstanceOf(QuantizeException.class)
                .extracting(Throwable::getMessage)
                .asString()
                .contains(file.getFileName().toString(), reason)
                .hasLineCount(1);
    }
}
