package org.kanworkbench.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.data.Target;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.DigitCollection;
import org.kanworkbench.data.source.DrawnDigit;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.dl4j.NetworkFile;
import org.kanworkbench.engine.GoldenFile;
import org.kanworkbench.engine.InitialModel;
import org.kanworkbench.engine.Network;
import org.kanworkbench.engine.OptimizerState;
import org.kanworkbench.engine.WeightEma;
import org.kanworkbench.files.DigitFile;
import org.kanworkbench.files.Packed;
import org.kanworkbench.files.model.CheckpointFile;
import org.kanworkbench.files.model.ConfigurationFile;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.files.model.WeightsFile;
import org.kanworkbench.files.peer.TorchFile;
import org.kanworkbench.files.tensors.SafetensorsWriter;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.tensor.Tensor;
import org.kanworkbench.noise.sweep.StandardSweep;
import org.kanworkbench.noise.sweep.SweepConfiguration;
import org.kanworkbench.quantize.QuantizedModel;
import org.kanworkbench.quantize.onnx.OnnxModel;
import org.kanworkbench.quantize.onnx.Origin;
import org.kanworkbench.quantize.onnx.graph.OnnxExport;
import org.kanworkbench.quantize.scheme.QuantizeException;
import org.kanworkbench.quantize.scheme.Schemes;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.runs.recording.ModelImport;
import org.kanworkbench.runs.recording.Recording;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.runs.store.Snapshots;
import org.kanworkbench.runs.store.StoreArchive;
import org.kanworkbench.training.Checkpoint;
import org.kanworkbench.training.Configuration;

/** Small sound files of every format, made with the product's own writers where it has them. */
record Seeds(Path scratch) {

    private static final int SIDE = 8;

    private static final Origin ORIGIN = new Origin(
            "kal-net", "points", new Target.Classes(List.of("a", "b")), Optional.empty(), Optional.empty(), 64);

    List<Seed> of(Readings.Format format) throws IOException {
        return switch (format) {
            case IDX -> idx();
            case CIFAR -> cifar();
            case PNG -> png();
            case CSV -> csv();
            case KAN -> kan();
            case SAFETENSORS -> safetensors();
            case PTH -> pth();
            case PYKAN -> pykan();
            case CONFIGURATION -> configurations();
            case CHECKPOINT -> checkpoints();
            case SNAPSHOTS -> snapshots();
            case SWEEP -> sweeps();
            case SPACE -> spaces();
            case FORMULAS -> formulas();
            case ONNX, ONNX_ANSWER -> graphs();
            case ARCHIVE -> List.of(archive());
            case DL4J -> networks();
            case DIGITS -> digits();
            case SETTINGS -> settings();
        };
    }

    private static List<Seed> idx() throws IOException {
        Map<String, byte[]> plain = new LinkedHashMap<>();
        plain.put("train-images-idx3-ubyte", array(12, 3, 4));
        plain.put("train-labels-idx1-ubyte", array(12));
        plain.put("t10k-images-idx3-ubyte", array(5, 3, 4));
        plain.put("t10k-labels-idx1-ubyte", array(5));
        Map<String, byte[]> packed = new LinkedHashMap<>();
        for (Map.Entry<String, byte[]> file : plain.entrySet()) {
            packed.put(file.getKey() + ".gz", Packed.gzip(file.getValue()));
        }
        List<Seed> seeds = new ArrayList<>();
        for (Map<String, byte[]> files : List.of(plain, packed)) {
            for (String name : files.keySet()) {
                Map<String, byte[]> others = new LinkedHashMap<>(files);
                seeds.add(new Seed(name, others.remove(name), others));
            }
        }
        return seeds;
    }

    private static List<Seed> cifar() {
        byte[] records = new byte[3 * 3073];
        byte[] names = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n".getBytes(StandardCharsets.UTF_8);
        return List.of(
                new Seed("data_batch_1.bin", records, Map.of("test_batch.bin", records, "batches.meta.txt", names)),
                new Seed("batches.meta.txt", names, Map.of("test_batch.bin", records, "data_batch_1.bin", records)));
    }

    private static List<Seed> png() throws IOException {
        List<Seed> seeds = new ArrayList<>();
        for (int kind :
                new int[] {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_BYTE_INDEXED}) {
            BufferedImage image = new BufferedImage(5, 4, kind);
            image.setRGB(2, 1, 0xff8000);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(image, "png", out);
            seeds.add(new Seed("1.png", out.toByteArray(), Map.of()));
        }
        return seeds;
    }

    private static byte[] array(int... shape) {
        int size = IntStream.of(shape).reduce(1, (a, b) -> a * b);
        ByteBuffer out = ByteBuffer.allocate(4 + 4 * shape.length + size);
        out.put(new byte[] {0, 0, 8, (byte) shape.length});
        IntStream.of(shape).forEach(out::putInt);
        for (int i = 0; i < size; i++) {
            out.put((byte) (i % 3));
        }
        return out.array();
    }

    /** Either file, the other sound. */
    private static List<Seed> pykan() throws IOException {
        List<Seed> seeds = new ArrayList<>();
        for (String name : List.of("pykan_f_ckpt", "pykan_d_auto_accurate_ckpt")) {
            byte[] configuration = resource(name + "_config.yml");
            byte[] state = resource(name + "_state");
            seeds.add(new Seed(Readings.PYKAN, configuration, Map.of("net_state", state)));
            seeds.add(new Seed("net_state", state, Map.of(Readings.PYKAN, configuration)));
        }
        return seeds;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Seeds.class.getResourceAsStream("/golden-pykan/" + name)) {
            return in.readAllBytes();
        }
    }

    private static List<Seed> csv() {
        String rows = "1,2.5,yes\n-1e3,0,no\n".repeat(8);
        return Stream.of(
                        "a,b,class\n" + rows,
                        "\ufeff\"a \"\"x\"\"\",\"b\nc\",class\r\n" + rows.replace("\n", "\r\n"),
                        "a,b,n\n" + " 1 , 2 ,0\n 3 ,4,1\n".repeat(6) + "\n\n5,6,\"2\"")
                .map(text -> new Seed("table.csv", text.getBytes(UTF_8)))
                .toList();
    }

    private static Model model(String preset, int inputs, int outputs) {
        return InitialModel.of(preset, inputs, List.of(3), outputs, 1);
    }

    private List<Seed> kan() throws IOException {
        List<Seed> seeds = new ArrayList<>();
        for (String preset : List.of("kal-net", "torchkan", "kag-net", "mlp", "kanvolver", "kanvolver-faithful")) {
            boolean image = preset.startsWith("kanvolver");
            seeds.add(new Seed("model.kan", written(saved(preset, image, model(preset, image ? SIDE * SIDE : 2, 2)))));
        }
        for (String scheme : List.of("w4", "w8:affine/P2=3,base=float16")) {
            seeds.add(new Seed("model.kan", written(rounded(saved("kal-net", false, model("kal-net", 2, 2)), scheme))));
        }
        return seeds;
    }

    private static SavedModel saved(String preset, boolean image, Model model) {
        List<ColumnScaling.Column> columns =
                List.of(new ColumnScaling.Column("x", 0.5, 2), new ColumnScaling.Column("y", 0, 1));
        return new SavedModel(
                model,
                preset,
                Preset.named(preset).orElseThrow().recipe(),
                3,
                "data",
                new Target.Classes(List.of("a", "b")),
                image ? Optional.of(new ImageShape(SIDE, SIDE)) : Optional.empty(),
                image ? Optional.empty() : Optional.of(new ColumnScaling(columns)),
                OptionalDouble.of(0.5),
                Optional.empty());
    }

    private static SavedModel rounded(SavedModel s, String scheme) {
        try {
            QuantizedModel rounded =
                    QuantizedModel.of(s.model(), Schemes.parse(scheme, s.model().network()));
            return s.rounded(rounded.model(), rounded.weights(), s.testScore());
        } catch (QuantizeException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] written(SavedModel saved) throws IOException {
        Path file = scratch.resolve("model.kan");
        ModelFile.write(saved, file);
        return Files.readAllBytes(file);
    }

    private static Configuration configuration(String preset, DataSource data) {
        Preset chosen = Preset.named(preset).orElseThrow();
        int inputs = preset.contains("volver") ? SIDE * SIDE : 2;
        return new Configuration(
                preset, data, chosen.network(inputs, List.of(3), 2), chosen.recipe(), 1, 1, Configuration.VECTOR);
    }

    private static List<Seed> configurations() {
        return Stream.of(
                        configuration("kal-net", DataSource.Toy.of(ToyShape.MOONS)),
                        configuration("torchkan-faithful", new DataSource.CsvFile(Path.of("a.csv"))),
                        configuration("kanvolver", new DataSource.IdxFolder(Path.of("mnist"))),
                        configuration("lazy-kan", new DataSource.Mnist()))
                .map(c ->
                        new Seed("configuration.json", ConfigurationFile.text(c).getBytes(UTF_8)))
                .toList();
    }

    private List<Seed> checkpoints() throws IOException {
        List<Seed> seeds = new ArrayList<>();
        for (String preset : List.of("kal-net", "kanvolver")) {
            Configuration configuration = configuration(preset, DataSource.Toy.of(ToyShape.MOONS));
            Model model = Network.initialize(configuration.network(), 1).snapshot();
            Checkpoint checkpoint = new Checkpoint(
                    configuration,
                    7,
                    false,
                    0.01,
                    model,
                    new OptimizerState(7, model.tensors(), model.tensors()),
                    Optional.of(new WeightEma.State(model, 7, 0.5)),
                    new Checkpoint.EpochSums(1.5, 3, List.of(), 9, 2, 1000),
                    Optional.empty(),
                    Duration.ofSeconds(3));
            Path file = scratch.resolve("run.checkpoint");
            CheckpointFile.write(checkpoint, file);
            seeds.add(new Seed("run.checkpoint", Files.readAllBytes(file)));
        }
        return seeds;
    }

    private static List<Seed> snapshots() throws IOException {
        List<Seed> seeds = new ArrayList<>();
        for (String preset : List.of("kal-net", "torchkan")) {
            seeds.add(new Seed("moments.safetensors", Snapshots.file(model(preset, 2, 2), 0, 7, 30)));
        }
        return seeds;
    }

    private static List<Seed> spaces() {
        String space =
                "{\"lr\":{\"log\":[1e-3,0.1]},\"order\":{\"int\":[1,5],\"scale\":\"log\",\"when\":{\"preset\":[\"kal-net\"]}},"
                        + "\"preset\":{\"choice\":[\"kal-net\",\"mlp\"]},\"dropout\":{\"float\":[0,0.5]}}";
        return List.of(new Seed("space.json", space.getBytes(UTF_8)));
    }

    /** As {@code formula} left it for x^2 + y. */
    private static List<Seed> formulas() throws IOException {
        try (InputStream kept = Seeds.class.getResourceAsStream("/fuzz/result.json")) {
            return List.of(new Seed(RunFiles.RESULT, kept.readAllBytes()));
        }
    }

    private static List<Seed> sweeps() throws IOException {
        SweepConfiguration standard = StandardSweep.configuration();
        return List.of(new Seed("sweep.json", standard.text().getBytes(UTF_8)));
    }

    private static List<Seed> graphs() throws IOException {
        List<Seed> seeds = new ArrayList<>();
        try {
            for (String scheme : List.of("float32", "float16", "int8-dynamic")) {
                Model model = model("kal-net", 2, 2);
                OnnxModel graph =
                        OnnxExport.of(model, ORIGIN, Schemes.parse(scheme, model.network()), Optional.empty());
                seeds.add(new Seed("net.onnx", graph.content()));
            }
        } catch (QuantizeException e) {
            throw new IOException(e);
        }
        return seeds;
    }

    /** A training, a sweep, drawn digits and start weights. */
    private Seed archive() throws IOException {
        Path home = scratch.resolve("store");
        Path file = scratch.resolve("all.zip");
        SavedModel model = saved("kal-net", false, model("kal-net", 2, 2));
        try (RunStore store = RunStore.open(home)) {
            ModelImport.add(store, model, Path.of("net.pth"));
            Configuration training = configuration("kal-net", new DigitFile(home).source(false));
            new Recording(store)
                    .begin(training, DataSource.Toy.of(ToyShape.MOONS).load(), e -> {
                        throw new IllegalStateException(e);
                    })
                    .close();
            new DigitFile(home).change(none -> none.with(new DrawnDigit(new byte[784]), 3));
            StartWeights.keep(model, home, "mine");
            StoreArchive.write(store, file);
        } catch (DataException e) {
            throw new IOException(e);
        }
        return new Seed("all.zip", Files.readAllBytes(file));
    }

    private static List<Seed> digits() {
        DigitCollection two =
                DigitCollection.EMPTY.with(new DrawnDigit(new byte[784]), 3).with(new DrawnDigit(new byte[784]), 7);
        return List.of(new Seed(DigitFile.NAME, two.toIdx()));
    }

    private static List<Seed> settings() {
        return List.of(new Seed("settings.json", """
                {"theme":"dark","palette":"okabe_ito","threads":2,"dataFolder":"/data","toured":true,
                "window":{"x":10,"y":20.5,"width":1280,"height":800,"maximized":false},
                "recent":["/models/a.kan","b.kan"],"pane":"draw","configuration":"{}","open":["{}"]}
                """.getBytes(UTF_8)));
    }

    private List<Seed> networks() throws IOException {
        List<Seed> seeds = new ArrayList<>();
        for (String preset : List.of("kal-net", "torchkan", "kanvolver")) {
            boolean image = preset.startsWith("kanvolver");
            Path file = scratch.resolve("net.zip");
            NetworkFile.of(saved(preset, image, model(preset, image ? SIDE * SIDE : 2, 2)))
                    .write(file);
            seeds.add(new Seed("net.zip", Files.readAllBytes(file)));
        }
        return seeds;
    }

    private List<Seed> safetensors() throws IOException {
        List<Seed> seeds = new ArrayList<>();
        for (String preset : List.of("kal-net", "torchkan", "kag-net", "mlp", "kanvolver")) {
            Configuration beside = configuration(preset, new DataSource.Mnist());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Model model = Network.initialize(beside.network(), 1).snapshot();
            SafetensorsWriter.write(model.tensors(), Map.of("format", "pt"), out);
            Map<String, byte[]> json =
                    Map.of("model.json", ConfigurationFile.text(beside).getBytes(UTF_8));
            seeds.add(new Seed("model.safetensors", out.toByteArray()));
            seeds.add(new Seed("model.safetensors", out.toByteArray(), json));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Model dense = model("mlp-faithful", 2, 2);
        Map<String, Tensor> names = new LinkedHashMap<>();
        for (int l = 0; l < 2; l++) {
            names.put(l + ".weight", dense.tensor("layers." + l + ".base_weight"));
            names.put(l + ".bias", dense.tensor("layers." + l + ".bias"));
        }
        SafetensorsWriter.write(names, Map.of(), out);
        seeds.add(new Seed("model.safetensors", out.toByteArray()));
        Path described = scratch.resolve("model.safetensors");
        WeightsFile.write(saved("kal-net", false, model("kal-net", 2, 2)), described);
        seeds.add(new Seed("model.safetensors", Files.readAllBytes(described)));
        return seeds;
    }

    private List<Seed> pth() throws IOException {
        List<TorchFile> files = new ArrayList<>(List.of(
                new TorchFile()
                        .counted("base_weights.0", 3, 2)
                        .counted("poly_weights.0", 3, 6)
                        .counted("layer_norms.0.weight", 3)
                        .counted("layer_norms.0.bias", 3),
                new TorchFile()
                        .tensor("layers.0.grid", new int[] {1, 6}, -2, -1, 0, 1, 2, 3)
                        .counted("layers.0.base_weight", 2, 1)
                        .counted("layers.0.spline_weight", 2, 1, 4)
                        .counted("layers.0.spline_scaler", 2, 1),
                new TorchFile()
                        .counted("0.weight", 3, 2)
                        .counted("0.bias", 3)
                        .counted("2.weight", 2, 3)
                        .counted("2.bias", 2)));
        for (Path zoo : GoldenFile.zoo().toList()) {
            files.add(TorchFile.of(GoldenFile.read(zoo), "param.", name -> name));
        }
        List<Seed> seeds = new ArrayList<>();
        for (TorchFile file : files) {
            seeds.add(new Seed("net.pth", Files.readAllBytes(file.write(scratch.resolve("net.pth")))));
        }
        return seeds;
    }
}
