package org.kanworkbench.runs.store;

import java.io.InterruptedIOException;
import java.util.List;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.files.JarFiles;
import org.kanworkbench.runs.StoreException;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/** SQLite's native library, which is required to open a store. */
final class SqliteLibrary {

    private SqliteLibrary() {}

    /** Loads it unless already loaded. */
    static void load() throws StoreException {
        String resource =
                LibraryLoaderUtil.getNativeLibResourcePath().substring(1) + "/" + LibraryLoaderUtil.getNativeLibName();
        try {
            JarFiles.keep("org.sqlite.lib.path", SQLiteJDBCLoader.class, List.of(resource));
            SQLiteJDBCLoader.initialize();
        } catch (InterruptedIOException e) {
            throw new StoreException("interrupted before there was a store", e);
        } catch (Exception | LinkageError e) {
            throw new StoreException(
                    "SQLite's library cannot be loaded, so nothing is kept: it needs 2 MB in " + DataFolder.usual()
                            + " or " + System.getProperty("java.io.tmpdir")
                            + " and the right to be run there; free some space, or name another folder with "
                            + DataFolder.VARIABLE,
                    e);
        }
    }
}
