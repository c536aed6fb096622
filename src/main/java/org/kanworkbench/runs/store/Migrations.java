package org.kanworkbench.runs.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jdbi.v3.core.Handle;

/** Brings a database to the newest schema, one numbered script after the other; SQLite's user_version counts them. */
final class Migrations {

    /** Scripts 001.sql up to this number lie beside this class. */
    static final int NEWEST = 3;

    private Migrations() {}

    static int version(Handle handle) {
        return handle.createQuery("pragma user_version").mapTo(Integer.class).one();
    }

    static void apply(Handle handle) {
        apply(handle, NEWEST);
    }

    /** Each script is one transaction with its number: an interrupted one leaves the schema that was. */
    static void apply(Handle handle, int newest) {
        for (int version = version(handle) + 1; version <= newest; version++) {
            int number = version;
            handle.useTransaction(transaction -> {
                transaction.createScript(script(number)).execute();
                transaction.execute("pragma user_version = " + number);
            });
        }
    }

    static String script(int number) {
        String name = "%03d.sql".formatted(number);
        try (InputStream in = Migrations.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
