package org.kanworkbench.app.session;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
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

    /** What is in that file or folder; of a table the columns that were chosen last. */
    public DataSource of(Path file) {
        DataSource.CsvFile table = tables.get(file.toAbsolutePath());
        return table != null ? table : DataSource.of(file);
    }
}
