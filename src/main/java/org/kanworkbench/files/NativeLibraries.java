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
 * Machine code that comes in jars. It is unpacked once, into the data folder, where libraries would unpack it into the temporary
 * folder at every start, need room there, and leave it behind when the process is killed.
 */
public final class NativeLibraries {

    /** Of the data folder. */
    public static final String FOLDER = "native";

    private NativeLibraries() {}

    /**
     * Tells a library where its machine code lies. Where it cannot be kept in the data folder nothing is told, and the library
     * does as it is used to.
     *
     * @param property of the system, in which the library looks for a folder
     * @param owner a class of the library's jar
     * @param resources paths in that jar, from its root
     * @throws InterruptedIOException where the thread was interrupted, which is no reason to do as the library is used to
     */
    public static void keep(String property, Class<?> owner, List<String> resources) throws InterruptedIOException {
        if (System.getProperty(property) != null) {
            return;
        }
        Path folder = DataFolder.usual().resolve(FOLDER).toAbsolutePath();
        try {
            DataFolder.make(folder);
            for (String resource : resources) {
                unpack(owner, resource, folder.resolve(resource.substring(resource.lastIndexOf('/') + 1)));
            }
            System.setProperty(property, folder.toString());
        } catch (IOException e) {
            // Read only, or full: the temporary folder may do.
            if (Thread.currentThread().isInterrupted()) {
                throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
            }
        }
    }

    private static void unpack(Class<?> owner, String resource, Path file) throws IOException {
        if (Files.exists(file) && isSame(owner, resource, file)) {
            return;
        }
        AtomicFile.write(file, out -> {
            try (InputStream in = content(owner, resource)) {
                in.transferTo(out);
            }
        });
    }

    /** Another version's may lie there, or what somebody else put there. */
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
