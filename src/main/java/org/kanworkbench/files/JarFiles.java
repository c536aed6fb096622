package org.kanworkbench.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What has to be a file, of what jars hold: native libraries and a typeface. It is unpacked once into the data folder; by
 * default, libraries unpack it into the temporary folder at every start, which takes space and leaves files behind when
 * the process is killed.
 */
public final class JarFiles {

    /** Subfolder of the data folder. */
    public static final String FOLDER = "native";

    private JarFiles() {}

    /**
     * Sets the folder of a library's native code. If it cannot be written to the data folder, the property is not set
     * and the library uses its default.
     *
     * @param property system property from which the library reads the folder
     * @param owner a class of the library's jar
     * @param resources paths in that jar, from its root
     * @throws InterruptedIOException where the thread was interrupted, which is no reason to do as the library is used to
     */
    public static void keep(String property, Class<?> owner, List<String> resources) throws InterruptedIOException {
        if (System.getProperty(property) != null) {
            return;
        }
        try {
            for (String resource : resources) {
                unpacked(owner, resource);
            }
            System.setProperty(property, folder().toString());
        } catch (IOException e) {
            // The data folder is read-only or full: fall back to the temporary folder.
            if (Thread.currentThread().isInterrupted()) {
                throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
            }
        }
    }

    private static Path folder() {
        return DataFolder.usual().resolve(FOLDER).toAbsolutePath();
    }

    /**
     * A file of its own.
     *
     * @param owner a class of the jar
     * @param resource path in that jar, from its root
     */
    public static Path unpacked(Class<?> owner, String resource) throws IOException {
        DataFolder.make(folder());
        Path file = folder().resolve(resource.substring(resource.lastIndexOf('/') + 1));
        if (!Files.exists(file) || !isSame(owner, resource, file)) {
            AtomicFile.write(file, out -> {
                try (InputStream in = content(owner, resource)) {
                    in.transferTo(out);
                }
            });
        }
        return file;
    }

    /** Whether the file has the expected content: it may be from another version or tampered with. */
    private static boolean isSame(Class<?> owner, String resource, Path file) throws IOException {
        byte[] wanted = new byte[1 << 16];
        byte[] there = new byte[1 << 16];
        try (InputStream in = content(owner, resource);
                InputStream kept = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            while (true) {
                int n = in.readNBytes(wanted, 0, wanted.length);
                if (kept.readNBytes(there, 0, there.length) != n || !Arrays.equals(wanted, 0, n, there, 0, n)) {
                    return false;
                }
                if (n < wanted.length) {
                    return true;
                }
            }
        }
    }

    private static InputStream content(Class<?> owner, String resource) throws IOException {
        InputStream in = owner.getClassLoader().getResourceAsStream(resource);
        if (in == null) {
            throw new IOException("no " + resource + " in the jar of " + owner.getName());
        }
        return in;
    }
}
