package org.kanworkbench.app.session;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.files.model.SourceText;

/** The columns that were last chosen of tables that were opened lately, also before the last start. */
public final class RecentTables {

    /** By their absolute paths. */
    private final Map<Path, DataSource.CsvFile> tables = new HashMap<>();

    private final Workspace workspace;

    RecentTables(Workspace workspace) {
        this.workspace = workspace;
        workspace.session.keep(
                "tables",
                text -> SourceText.parse(text).forEach(this::put),
                () -> SourceText.of(workspace.recent.stream()
                        .map(tables::get)
                        .filter(Objects::nonNull)
                        .toList()),
                // Files are noted as recent after their columns are.
                workspace.recent::subscribe);
    }

    private void put(DataSource source) {
        if (source.located(Path::toAbsolutePath) instanceof DataSource.CsvFile table) {
            tables.put(table.file(), table);
        }
    }

    public void remember(DataSource.CsvFile table) {
        put(table);
        workspace.remember(table.file());
    }

    /** A table with the columns that were chosen last, else with its usual ones. */
    public DataSource.CsvFile table(Path file) {
        return tables.getOrDefault(file.toAbsolutePath(), new DataSource.CsvFile(file));
    }

    /** What is in that file or folder, for the background to find out; of a table the columns that were chosen last. */
    public Supplier<DataSource> of(Path file) {
        DataSource.CsvFile table = tables.get(file.toAbsolutePath());
        return () -> table != null ? table : DataSource.of(file);
    }
}
