package org.kanworkbench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kanworkbench.fuzz.Readings.Format;

/**
 * Damaged and hostile files are read or refused in one line, whatever is in them: soon, in bounded memory, without loading
 * what they name or writing anything. The system property {@code fuzz.inputs} says how many a format, {@code fuzz.seed}
 * which.
 */
class FuzzTest {

    private static final int INPUTS = 250;

    /** Of formats of which one takes ten milliseconds. */
    private static final int FEWER_INPUTS = 25;

    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final int MOST_SECONDS_WITHOUT_END = 120;

    private static final List<String> TABLE_WORDS =
            List.of(",", "\"", "\r\n", "\n", ",,", "NaN", "Infinity", "1e39", "\"\"\"", "\0", "\u001b[2J", "\u00ff");
    private static final List<String> YAML_WORDS = List.of(
            "- ", "\n- - ", "[", "{", "&a ", "*a", "!!java.net.URL", "%YAML", "---\n", "1e999", ".nan", ": ", "silu");
    private static final List<String> PNG_WORDS = List.of("IHDR", "IDAT", "PLTE", "tRNS", "iCCP", "zTXt", "IEND");

    private static final List<String> IDX_WORDS = List.of(
            "\0\0\u0008\u0003", "\0\0\u0008\u0001", "\0\0\r\1", "\u00ff\u00ff\u00ff\u00ff", "\u001f\u008b\u0008\0");
    private static final List<String> JSON_WORDS =
            List.of("{", "}", "[", "]", "\"format\":1,", "null", "\\u0000", "/*", "1e999", "\u00ef\u00bb\u00bf");

    private static final List<String> GRAPH_WORDS = List.of(
            "input",
            "output",
            "MatMul",
            "If",
            "Loop",
            "ai.onnx",
            "../../weights",
            "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\1",
            "\u00ff\u00ff\u00ff\u00ff\7",
            "\12\0");

    private static final List<String> SQL_WORDS = List.of(
            "create view run as select 1",
            "CREATE TRIGGER t",
            "SQLite format 3\0",
            "runs/../../x",
            "\r\0\0\0",
            "TRAINING");

    private static final List<String> CLASS_WORDS = Stream.concat(
                    JSON_WORDS.stream(),
                    Readings.FOREIGN.stream().flatMap(name -> Stream.of("\"" + name + "\"", "[\"" + name + "\",{}]")))
            .toList();
    private static final List<String> ARRAY_WORDS = List.of(
            "\0\20MIXED_DATA_TYPES",
            "\0\5FLOAT",
            "\0\4LONG",
            "\0\6DOUBLE",
            "\0\4HEAP",
            "\0\4UTF8",
            "\u007f\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff");

    /** One for all formats, so that the readers are compiled once. */
    private static final WatchingLoader LOADER = new WatchingLoader();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void whatever_is_in_a_file_it_is_read_or_refused_in_one_line(Format format) throws Exception {
        List<Seed> seeds = new Seeds(Files.createDirectory(folder.resolve("seeds"))).of(format);
        FuzzReport report = new FuzzReport(format.name(), Path.of("target", "fuzz"));
        FuzzRun run =
                new FuzzRun(format, LOADER, mutator(format), Files.createDirectory(folder.resolve("outer")), report);
        try (ExecutorService reader =
                Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory())) {
            Future<?> end = reader.submit(() -> {
                run.run(seeds, Integer.getInteger("fuzz.inputs", usual(format)), SEED);
                return null;
            });
            await(end, report);
        }
        System.out.print(report);
        assertThat(report.findings()).as(report.toString()).isEmpty();
    }

    private static int usual(Format format) {
        return switch (format) {
            case CIFAR, PNG, ONNX_ANSWER, ARCHIVE, DL4J -> FEWER_INPUTS;
            default -> INPUTS;
        };
    }

    /** Waits as long as inputs go on being read. */
    private static void await(Future<?> end, FuzzReport report) throws Exception {
        int last = -1;
        while (!end.isDone()) {
            int now = report.current();
            if (now == last) {
                end.cancel(true);
                fail("%s has not ended input %d, seed %d", report, now, SEED);
            }
            last = now;
            try {
                end.get(MOST_SECONDS_WITHOUT_END, TimeUnit.SECONDS);
            } catch (TimeoutException _) {
                // It may be busy with the next ones.
            }
        }
        end.get();
    }

    static Mutator mutator(Format format) {
        return switch (format) {
            case IDX, DIGITS -> new GzipMutator(new ByteMutator(IDX_WORDS));
            case CIFAR -> new ByteMutator(List.of());
            case PNG -> new ByteMutator(PNG_WORDS);
            case CSV -> new ByteMutator(TABLE_WORDS);
            case KAN ->
                new ZipMutator(name -> name.endsWith(".json") ? new JsonMutator(JSON_WORDS) : new SafetensorsMutator());
            case SAFETENSORS -> new SafetensorsMutator();
            case PTH -> new ZipMutator(name -> new ByteMutator(PickleWords.ALL));
            case PYKAN -> new ByteMutator(YAML_WORDS);
            case CONFIGURATION, SWEEP, SETTINGS, SPACE, FORMULAS -> new JsonMutator(JSON_WORDS);
            case CHECKPOINT, SNAPSHOTS -> new CheckpointMutator(JSON_WORDS);
            case ONNX, ONNX_ANSWER -> new ByteMutator(GRAPH_WORDS);
            case ARCHIVE -> new ZipMutator(FuzzTest::insideArchive);
            case DL4J ->
                new ZipMutator(
                        name -> name.endsWith(".json") ? new JsonMutator(CLASS_WORDS) : new ByteMutator(ARRAY_WORDS));
        };
    }

    private static Mutator insideArchive(String name) {
        return name.endsWith(".json")
                ? new JsonMutator(JSON_WORDS)
                : new ByteMutator(name.endsWith(".idx") ? IDX_WORDS : name.endsWith(".db") ? SQL_WORDS : List.of());
    }
}
