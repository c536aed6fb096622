package org.kanworkbench.gpu.cuda;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.kanworkbench.data.Sha256;
import org.tukaani.xz.XZInputStream;

/**
 * What NVIDIA's compiler made of programs ahead, for every driver to translate: PTX, by the digest of what it was made from, all in
 * one compressed text, since it differs little. The
 * programs are those of OpenCL behind a header that gives CUDA's C++ their names.
 */
final class Kernels {

    /** Compute capability that they are made for, in tenths; newer ones take them, too. */
    static final int CAPABILITY = 75;

    /** The oldest CUDA whose driver reads them. */
    static final int CUDA = 10000;

    /** The digests of all, and their texts one after the other, each behind a line that begins so. */
    static final String LIST = "kernels.txt";

    static final String ARCHIVE = "kernels.xz";
    static final String BEGIN = "// program ";

    private static final Pattern RELATIVE = Pattern.compile("%(f|rd|r|p)([+-]\\d+)");
    private static final int DIGITS = 16;

    private Kernels() {}

    /** A program as the compiler takes it. */
    static String source(String program) {
        return resource("cuda.h").map(header -> header + program).orElseThrow();
    }

    /** Digest of a program as the compiler takes it, in hexadecimal digits. */
    static String digest(String program) {
        return Sha256.of(source(program).getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
    }

    static boolean has(String program) {
        return resource(LIST).orElse("").lines().anyMatch(digest(program)::equals);
    }

    /** Empty if none was made for the program. */
    static Optional<String> ptx(String program) {
        String begin = BEGIN + digest(program);
        StringBuilder text = new StringBuilder();
        try (InputStream stream = Kernels.class.getResourceAsStream(ARCHIVE);
                BufferedReader lines = stream == null
                        ? new BufferedReader(Reader.nullReader())
                        : new BufferedReader(
                                new InputStreamReader(new XZInputStream(stream), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                boolean begins = line.startsWith(BEGIN);
                if (begins && !text.isEmpty()) {
                    break;
                }
                if (line.equals(begin) || !text.isEmpty()) {
                    text.append(line).append('\n');
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(absolute(text));
    }

    /** With registers' own numbers in place of their distances. */
    private static String absolute(CharSequence relative) {
        Map<String, Integer> last = new HashMap<>();
        return RELATIVE.matcher(relative)
                .replaceAll(m -> "%" + m.group(1) + last.merge(m.group(1), Integer.parseInt(m.group(2)), Integer::sum));
    }

    private static Optional<String> resource(String name) {
        try (InputStream stream = Kernels.class.getResourceAsStream(name)) {
            return stream == null
                    ? Optional.empty()
                    : Optional.of(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
