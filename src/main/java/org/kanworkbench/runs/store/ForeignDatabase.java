package org.kanworkbench.runs.store;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.runs.ArchiveException;

/**
 * Checks an untrusted database before it is opened. It could have a view that never ends in place of a table, or a
 * trigger that changes data: it must contain exactly the workbench's tables, and be undamaged.
 */
final class ForeignDatabase {

    private static final String SCHEMA =
            "select type || ' ' || name || ' ' || tbl_name || ' ' || coalesce(sql, '') from sqlite_schema";

    private ForeignDatabase() {}

    /** @param archive name of its archive, for messages */
    static void check(Path database, Path archive) throws ArchiveException {
        try {
            Jdbi.create(Database.asItIs(database)).useHandle(handle -> check(handle, archive));
        } catch (JdbiException e) {
            throw new ArchiveException(
                    archive + " holds a database that cannot be read (" + OneLine.of(Database.cause(e))
                            + "): archive it again where it comes from",
                    e);
        }
    }

    private static void check(Handle handle, Path archive) throws ArchiveException {
        int version = Migrations.version(handle);
        if (version > Migrations.NEWEST) {
            throw new ArchiveException(archive + " comes from a newer workbench (version " + version
                    + ", this one knows up to " + Migrations.NEWEST + "): update the workbench");
        }
        if (version < 1 || !schema(handle).equals(made(version))) {
            throw new ArchiveException(
                    archive + " holds a database that the workbench did not make: don't trust it, choose another");
        }
        String found =
                handle.createQuery("pragma quick_check(1)").mapTo(String.class).one();
        if (!"ok".equals(found)) {
            throw new ArchiveException(archive + " holds a damaged database (" + found
                    + "): run `runs check` where it comes from, then archive it again");
        }
    }

    private static Set<String> schema(Handle handle) {
        return new HashSet<>(handle.createQuery(SCHEMA).mapTo(String.class).list());
    }

    private static Set<String> made(int version) {
        try (Handle fresh = Jdbi.create("jdbc:sqlite::memory:").open()) {
            Migrations.apply(fresh, version);
            return schema(fresh);
        }
    }
}
