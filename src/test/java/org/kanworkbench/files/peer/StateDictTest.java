package org.kanworkbench.files.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.network.tensor.Tensor;

class StateDictTest {

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("net.pth");
    }

    private static void assertRefused(ThrowingCallable reading, String... parts) {
        assertThatThrownBy(reading)
                .isInstanceOf(ModelFileException.class)
                .hasMessageContainingAll("net.pth")
                .hasMessageContainingAll(parts)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @Test
    void tensors_are_read_with_the_version_notes_that_pytorch_attaches() throws Exception {
        Path file = new TorchFile()
                .tensor("b", new int[] {2, 3}, 1, 2, 3, 4, 5, 6)
                .tensor("a", new int[] {}, -0.5f)
                .write(file());

        StateDict read = StateDict.read(file);

        assertThat(read.names()).containsExactly("b", "a");
        assertThat(read.shape("b")).containsExactly(2, 3);
        assertThat(read.tensor("b")).isEqualTo(new Tensor(new int[] {2, 3}, new float[] {1, 2, 3, 4, 5, 6}));
        assertThat(read.tensor("a")).isEqualTo(new Tensor(new int[] {}, new float[] {-0.5f}));
    }

    @Test
    void views_of_one_storage_keep_their_offsets_and_strides() throws Exception {
        int[] shape = {2, 3};
        Path file = new TorchFile()
                .floats("7", 9, 1, 4, 2, 5, 3, 6)
                .view("transposed", "FloatStorage", "7", 7, 1, shape, new int[] {1, 2})
                .view("every_third", "FloatStorage", "7", 7, 0, new int[] {3}, new int[] {3})
                .write(file());

        StateDict read = StateDict.read(file);

        assertThat(read.tensor("transposed").values()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(read.tensor("every_third").values()).containsExactly(9, 2, 6);
    }

    @Test
    void every_permitted_number_format_is_read() throws Exception {
        int[] one = {1};
        ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        Path file = new TorchFile()
                .entry("data/0", bytes.putDouble(0, -1.5).array().clone())
                .entry("data/1", bytes.putLong(0, -3).array().clone())
                .entry("data/2", new byte[] {0x00, (byte) 0xbe})
                .view("double", "DoubleStorage", "0", 1, 0, one, one)
                .view("long", "LongStorage", "1", 1, 0, one, one)
                .view("half", "HalfStorage", "2", 1, 0, one, one)
                .entry("data/3", new byte[] {(byte) 0xc0, (byte) 0xbf})
                .view("bfloat", "BFloat16Storage", "3", 1, 0, one, one)
                .write(file());

        StateDict read = StateDict.read(file);

        assertThat(read.tensor("double").values()).containsExactly(-1.5f);
        assertThat(read.tensor("long").values()).containsExactly(-3);
        assertThat(read.tensor("half").values()).containsExactly(-1.5f);
        assertThat(read.tensor("bfloat").values()).containsExactly(-1.5f);
    }

    @Test
    void files_of_old_versions_are_called_that() throws Exception {
        Path old = Files.write(file(), HexFormat.of().parseHex("80028a0a6cfc9c46f9206aa850192e80024de9032e"));
        assertThatThrownBy(() -> StateDict.read(old)).hasMessageContaining("is in the format of PyTorch before 1.6");
    }

    @ParameterizedTest
    @CsvSource({
        "os, system",
        "posix, system",
        "builtins, eval",
        "builtins, RuntimeError",
        "decimal, Decimal",
        "copyreg, _reconstructor",
        "torch, BoolStorage",
        "collections, defaultdict"
    })
    void what_no_weights_need_is_refused_before_it_runs(String module, String name) throws Exception {
        Path marker = folder.resolve("ran");
        Path called = new TorchFile()
                .text("x")
                .global(module, name)
                .raw("(")
                .text("touch " + marker)
                .raw("tR")
                .write(file());

        assertRefused(() -> StateDict.read(called), module + "." + name, "nothing of it was run");
        assertThat(marker).doesNotExist();

        Path byNewerProtocol = new TorchFile()
                .text("x")
                .text(module)
                .text(name)
                .raw("\u0093(")
                .text("touch " + marker)
                .raw("tR")
                .write(file());

        assertRefused(() -> StateDict.read(byNewerProtocol), module + "." + name);
        assertThat(marker).doesNotExist();
    }

    /** Older calls, object building, objects with state, buffers, lists: pickle's other ways to make something. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(ios\nsystem\n",
                ")\u0081",
                "(o",
                "\u0082\u0001",
                "\u0097",
                "]",
                "Pid\n",
                "B\u007f\u007f\u007f\u007f"
            })
    void other_instructions_are_refused(String instructions) throws Exception {
        Path file = new TorchFile().text("x").raw(instructions).write(file());

        assertRefused(() -> StateDict.read(file), "holds more than tensors", "torch.save");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X\u00ff\u00ff\u00ff\u007fabc", // a text of 2 GB
                "X\u00ff\u00ff\u00ff\u00ff",
                "R", // calls a dictionary
                "tttt", // an empty stack
                "hh", // a memo that was never put
                "K\u0001K\u0001K\u0001" // numbers as names
            })
    void a_damaged_pickle_is_refused(String instructions) throws Exception {
        Path file = new TorchFile().raw(instructions).writePlain(file());

        assertRefused(() -> StateDict.read(file), "damaged data.pkl");
    }

    @Test
    void a_training_state_is_refused_with_advice() throws Exception {
        Path file = new TorchFile().counted("w", 1).text("epoch").whole(3).write(file());

        assertRefused(() -> StateDict.read(file), "'epoch' is not a tensor", "state_dict()");
    }

    @Test
    void truncated_files_are_refused() throws Exception {
        byte[] whole = Files.readAllBytes(new TorchFile().counted("w", 4, 4).write(file()));
        for (int length : new int[] {0, 1, 30, whole.length / 2, whole.length - 1}) {
            Files.write(file(), Arrays.copyOf(whole, length));

            assertRefused(() -> StateDict.read(file()), ".pth");
        }
    }

    @Test
    void a_zip_without_a_pickle_is_refused() throws Exception {
        Path file = new TorchFile().counted("w", 1).zip(file(), "net/other.bin");

        assertRefused(() -> StateDict.read(file), "no data.pkl", "torch.save");
    }

    @ParameterizedTest
    @CsvSource({
        "'0', 4, 1, 4, 1, does not fit into storage 0", // begins one value late
        "'0', 4, 0, 5, 1, does not fit into storage 0", // one value too many
        "'0', 4, 0, 4, 2, does not fit into storage 0", // strides beyond the end
        "'0', 4, 0, 1000000000, 0, does not fit into storage 0", // one value for all
        "'0', 4, -1, 1, 1, damaged data.pkl",
        "'0', 4, 0, -4, 1, damaged data.pkl",
        "'0', 1000000000, 0, 4, 1, does not fit", // larger than the file
        "'0', 8, 0, 4, 1, 'has 16 bytes, not 32'",
        "'0', 2, 0, 2, 1, larger than its network can need",
        "'../0', 4, 0, 4, 1, no storage can be ../0",
        "'', 4, 0, 4, 1, no storage can be",
        "'1', 4, 0, 4, 1, lacks net/data/1"
    })
    void tensors_outside_their_storage_are_refused(
            String key, int size, int offset, int length, int stride, String message) throws Exception {
        Path file = new TorchFile()
                .floats("0", 1, 2, 3, 4)
                .view("w", "FloatStorage", key, size, offset, new int[] {length}, new int[] {stride})
                .write(file());

        assertRefused(() -> StateDict.read(file), message);
    }

    @Test
    void a_file_of_a_big_endian_machine_is_refused() throws Exception {
        Path file = new TorchFile()
                .counted("w", 1)
                .entry("byteorder", "big".getBytes())
                .write(file());

        assertRefused(() -> StateDict.read(file), "big-endian");
    }
}
