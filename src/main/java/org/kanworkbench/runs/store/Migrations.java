package org.kanworkbench.runs.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jdbi.v3.core.Handle;

/** Migrates a database to the newest schema by numbered scripts; SQLite's user_version counts them. */
final class Migrations {

    /** Scripts 001.sql up to this number are resources beside this class. */
    static final int NEWEST = 5;

    private Migrations() {}

    static int version(Handle handle) {
        return handle.createQuery("pragma user_version").mapTo(Integer.class).one();
    }

    /** Each script and its number are one transaction: an interrupted one leaves the previous schema. */
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
