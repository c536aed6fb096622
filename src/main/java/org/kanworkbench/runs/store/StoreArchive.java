package org.kanworkbench.runs.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.runs.AtomicFile;

/** The whole store as one zip file: a consistent copy of the database, and every run's files. */
public final class StoreArchive {

    public static final String EXTENSION = ".zip";

    /** How much larger the content may be than the archive: models hardly shrink, a database of text does. */
    private static final int MOST_SHRUNK = 32;

    private static final long ROOM = 64L << 20;

    private StoreArchive() {}

    /** Writes the file whole or not at all. Runs that go on meanwhile are in it as they are now. */
    public static void write(RunStore store, Path file) throws IOException {
        Path copy = Files.createTempFile(file.toAbsolutePath().getParent(), ".store", ".db");
        try {
            Files.delete(copy);
            store.copyDatabase(copy);
            AtomicFile.write(file, out -> {
                ZipOutputStream zip = new ZipOutputStream(out);
                put(zip, RunStore.DATABASE, copy);
                for (String name : store.names()) {
                    RunFiles files = store.files(name);
                    for (String path : files.paths()) {
                        put(zip, RunStore.FOLDERS + "/" + name + "/" + path, files.file(path));
                    }
                }
                zip.finish();
            });
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private static void put(ZipOutputStream zip, String name, Path file) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        Files.copy(file, zip);
        zip.closeEntry();
    }

    /**
     * Takes in the runs of an archive that the store does not have yet.
     *
     * @return how many
     */
    public static int read(Path file, RunStore store) throws IOException {
        Path unpacked = Files.createTempDirectory(store.folder(), ".import");
        try {
            unpack(file, unpacked);
            Path database = unpacked.resolve(RunStore.DATABASE);
            if (!Files.exists(database)) {
                throw new StoreException(file + " is no archive of a run store: name one that `runs archive` wrote");
            }
            ForeignDatabase.check(database, file);
            try (RunStore other = RunStore.open(unpacked)) {
                return merge(other, store);
            }
        } finally {
            new RunFiles(unpacked).delete();
        }
    }

    private static int merge(RunStore from, RunStore to) throws IOException {
        Set<String> known = new HashSet<>(to.names());
        int taken = 0;
        for (int offset = 0; ; offset += RunQuery.PAGE) {
            var page = from.list(
                    RunQuery.NEWEST.withSort(RunQuery.Sort.STARTED, false).page(offset, RunQuery.PAGE));
            if (page.isEmpty()) {
                return taken;
            }
            for (StoredRun run : page) {
                if (!known.contains(run.name())) {
                    checkPaths(from, run);
                    take(run, from, to);
                    taken++;
                }
            }
        }
    }

    /** Before anything of the run is taken in. */
    private static void checkPaths(RunStore from, StoredRun run) throws StoreException {
        RunFiles files = from.files(run.name());
        try {
            from.storedFiles(run.id()).forEach(stored -> files.file(stored.path()));
        } catch (IllegalArgumentException e) {
            throw new StoreException(e.getMessage(), e);
        }
    }

    /** With its files, or not at all. */
    private static void take(StoredRun run, RunStore from, RunStore to) throws IOException {
        List<Metric> metrics = from.metrics(run.id());
        List<StoredFile> stored = from.storedFiles(run.id());
        Path there = from.files(run.name()).folder();
        Path here = to.files(run.name()).folder();
        boolean files = Files.isDirectory(there);
        if (files && Files.exists(here)) {
            throw new StoreException(
                    here + " is in the way of a run that the archive holds: run `runs check`, which enters it");
        }
        if (files) {
            Files.move(there, here, StandardCopyOption.ATOMIC_MOVE);
        }
        try {
            to.take(run, metrics, stored);
        } catch (StoreException e) {
            if (files) {
                new RunFiles(here).delete();
            }
            throw e;
        }
    }

    private static void unpack(Path file, Path into) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            long left = MOST_SHRUNK * Files.size(file) + ROOM;
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                Path target = target(file, entry, into);
                Files.createDirectories(target.getParent());
                try (InputStream in = zip.getInputStream(entry)) {
                    left -= copy(in, target, left, file);
                }
            }
        } catch (ZipException e) {
            throw new StoreException(file + " is no zip file: name one that `runs archive` wrote", e);
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw new StoreException(
                    file + " cannot be taken in (" + FileErrors.reason(e) + "): check file and disk", e);
        }
    }

    /** Where an entry goes; refused anywhere else. */
    private static Path target(Path file, ZipEntry entry, Path into) throws StoreException {
        String name = entry.getName();
        try {
            Path target = into.resolve(name).normalize();
            boolean ours = name.equals(RunStore.DATABASE) || target.startsWith(into.resolve(RunStore.FOLDERS));
            if (ours && target.startsWith(into) && !entry.isDirectory()) {
                return target;
            }
        } catch (InvalidPathException _) {
            // No file can be called so.
        }
        throw new StoreException(
                file + " holds " + name + ", which no run store has: name an archive that `runs archive` wrote");
    }

    private static long copy(InputStream in, Path target, long most, Path archive) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long total = 0;
        try (var out = Files.newOutputStream(target)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                total += n;
                if (total > most) {
                    throw new StoreException(
                            archive + " unpacks to more than " + MOST_SHRUNK + " times its size: don't trust it");
                }
                out.write(buffer, 0, n);
            }
        }
        return total;
    }
}
