package org.kanworkbench.runs.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Enumeration;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.files.DigitFile;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.runs.ArchiveException;
import org.kanworkbench.runs.StoreException;

/**
 * Unpacks an untrusted archive into a separate folder: only files of a store, only within that folder, and only up to a
 * plausible size.
 */
final class Unpacking {

    /** Maximum ratio of content to archive size: models hardly compress, a database of text does. */
    private static final int MOST_SHRUNK = 32;

    private static final int MANY = 1000;
    private static final long ROOM = 64L << 20;

    private static final Set<String> FILES = Set.of(RunStore.DATABASE, DigitFile.NAME);
    private static final Set<String> FOLDERS = Set.of(RunStore.FOLDERS, StartWeights.FOLDER);

    private final Path archive;
    private final Path into;
    private final byte[] buffer = new byte[1 << 16];
    private long left;

    private Unpacking(Path archive, Path into, long most) {
        this.archive = archive;
        this.into = into;
        left = most;
    }

    /** @param into an empty folder */
    static void unpack(Path archive, Path into) throws IOException {
        if (!Files.isRegularFile(archive)) {
            throw new ArchiveException(archive + " is no file: name an archive that `runs archive` wrote");
        }
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            // Checked first, as unpacking many files would be in vain without this one.
            if (zip.size() > MANY && zip.getEntry(RunStore.DATABASE) == null) {
                throw noArchive(archive);
            }
            Unpacking unpacking = new Unpacking(archive, into, MOST_SHRUNK * Files.size(archive) + ROOM);
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                unpacking.unpack(zip, entries.nextElement());
            }
        } catch (ZipException | EOFException e) {
            throw new ArchiveException(
                    archive + " is damaged or no zip file (" + e.getMessage()
                            + "): copy it again, or name one that `runs archive` wrote",
                    e);
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw new StoreException(
                    archive + " cannot be imported (" + FileErrors.reason(e) + "): check file and disk", e);
        }
    }

    static ArchiveException noArchive(Path file) {
        return new ArchiveException(file + " is no archive of an experiment store: name one that `runs archive` wrote");
    }

    private void unpack(ZipFile zip, ZipEntry entry) throws IOException {
        Path target = target(entry);
        Files.createDirectories(target.getParent());
        CRC32 checksum = new CRC32();
        try (InputStream in = zip.getInputStream(entry);
                var out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                left -= n;
                if (left < 0) {
                    throw new ArchiveException(
                            archive + " unpacks to more than " + MOST_SHRUNK + " times its size: don't trust it");
                }
                checksum.update(buffer, 0, n);
                out.write(buffer, 0, n);
            }
        } catch (FileAlreadyExistsException e) {
            throw new ArchiveException(archive + " holds " + entry.getName() + " twice: don't trust it", e);
        }
        if (checksum.getValue() != entry.getCrc()) {
            throw new ArchiveException(archive + " is damaged (" + entry.getName()
                    + " has another checksum): copy it again from where it comes from");
        }
    }

    /** The target of an entry; other paths are rejected. */
    private Path target(ZipEntry entry) throws ArchiveException {
        String name = entry.getName();
        try {
            Path path = Path.of(name);
            boolean plain = !path.isAbsolute() && path.equals(path.normalize()) && !name.contains("\\");
            boolean ours = path.getNameCount() == 1
                    ? FILES.contains(name)
                    : FOLDERS.contains(path.getName(0).toString());
            if (plain && ours && !entry.isDirectory()) {
                return into.resolve(path);
            }
        } catch (InvalidPathException _) {
            // Not a valid file name.
        }
        throw new ArchiveException(archive + " holds " + name
                + ", which no experiment store has: name an archive that `runs archive` wrote");
    }
}
