package org.kanworkbench.gpu.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.gpu.SomeDevice;

/** A driver that was asked for its devices leaves Java what Java needs of the process's signals. */
class SignalActionsTest {

    private static final long IGNORED = 1;
    private static final int HANGUP = 1;
    private static final int ILLEGAL_INSTRUCTION = 4;
    private static final int BUS_ERROR = 7;
    private static final int ARITHMETIC = 8;
    private static final int SEGMENTATION_FAULT = 11;
    private static final int TERMINATION = 15;

    @EnabledOnOs(OS.LINUX)
    @ParameterizedTest
    @ValueSource(ints = {HANGUP, ILLEGAL_INSTRUCTION, BUS_ERROR, ARITHMETIC, SEGMENTATION_FAULT, TERMINATION})
    void java_handles_its_signals_after_the_devices_were_listed(int signal) throws Throwable {
        SomeDevice.orSkip();
        try (Arena arena = Arena.ofConfined()) {
            long handler = SignalActions.now(arena).of(signal).get(ValueLayout.JAVA_LONG, 0);

            // Java leaves a hangup alone that its parent ignores, as under nohup.
            if (signal == HANGUP) {
                assumeThat(handler).isNotEqualTo(IGNORED);
            }
            assertThat(libraryAt(handler)).endsWith("libjvm.so");
        }
    }

    /** The file from which the code at an address was loaded. A line is "7f00-7f10 r-xp 00000000 08:01 42 /lib/a.so". */
    private static String libraryAt(long address) throws Exception {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> {
                        String[] ends = line.substring(0, line.indexOf(' ')).split("-");
                        return Long.parseUnsignedLong(ends[0], 16) <= address
                                && address < Long.parseUnsignedLong(ends[1], 16);
                    })
                    .findFirst()
                    .orElse("nothing at " + Long.toHexString(address));
        }
    }
}
