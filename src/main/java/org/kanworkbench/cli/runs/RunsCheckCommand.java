package org.kanworkbench.cli.runs;

import java.util.LinkedHashMap;
import java.util.Map;
import org.kanworkbench.cli.command.CommandFailure;
import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.cli.command.WorkbenchCommand;
import org.kanworkbench.data.Counted;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.runs.store.StoreCheck;
import picocli.CommandLine.Command;

/** Repairs a damaged store. */
@Command(
        name = "check",
        description =
                "Checks the database and the files of the experiment store, and repairs what can be repaired; exit status 1 where something is lost.",
        sortOptions = false)
final class RunsCheckCommand extends WorkbenchCommand {

    @Override
    protected void run() throws Exception {
        StoreCheck.Report report = StoreCheck.run(DataFolder.current());
        Rows<?> rows = new Rows<>(common);
        for (StoreCheck.Finding finding : report.findings()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("what", finding.what());
            fields.put("repaired", finding.repaired());
            rows.printOther(fields, (finding.repaired() ? "repaired: " : "lost: ") + finding.what());
        }
        Map<String, Object> last = new LinkedHashMap<>();
        last.put("done", true);
        last.put("runs", report.runs());
        last.put("files", report.files());
        last.put("findings", report.findings().size());
        rows.printOther(
                last,
                "%d runs, %d files: %s"
                        .formatted(
                                report.runs(),
                                report.files(),
                                report.findings().isEmpty()
                                        ? "all is well"
                                        : Counted.of(report.findings().size(), "finding")));
        long lost = report.findings().stream()
                .filter(finding -> !finding.repaired())
                .count();
        if (lost > 0) {
            throw CommandFailure.failed(
                    Counted.of(lost, "finding") + " of " + report.findings().size()
                            + " could not be repaired: what is lost may be in an archive, see import");
        }
    }
}
