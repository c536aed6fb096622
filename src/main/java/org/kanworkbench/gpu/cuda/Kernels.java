package org.kanworkbench.gpu.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * What NVIDIA's compiler made of programs ahead, for every driver to translate: PTX, by the digest of what it was made from. The
 * programs are those of OpenCL behind a header that gives CUDA's C++ their names.
 */
final class Kernels {

    /** Compute capability that they are made for, in tenths; newer ones take them, too. */
    static final int CAPABILITY = 75;

    /** The oldest CUDA whose driver reads them. */
    static final int CUDA = 10000;

    private static final int DIGITS = 16;

    private Kernels() {}

    /** A program as the compiler takes it. */
    static String source(String program) {
        return resource("cuda.h").map(header -> header + program).orElseThrow();
    }

    /** Digest of a program as the compiler takes it, in hexadecimal digits. */
    static String digest(String program) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(source(program).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Empty if none was made for the program. */
    static Optional<String> ptx(String program) {
        return compressed(file(program));
    }

    static boolean has(String program) {
        return Kernels.class.getResource(file(program)) != null;
    }

    static String file(String program) {
        return digest(program) + ".ptx.gz";
    }

    private static Optional<String> compressed(String resource) {
        try (InputStream stream = Kernels.class.getResourceAsStream(resource)) {
            return stream == null
                    ? Optional.empty()
                    : Optional.of(new String(new GZIPInputStream(stream).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
