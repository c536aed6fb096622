package org.kanworkbench.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.cli.command.Rows.Column;
import org.kanworkbench.cli.command.WorkbenchCommand;
import org.kanworkbench.data.Counted;
import org.kanworkbench.data.source.DigitCollection;
import org.kanworkbench.files.DigitFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The digits drawn and labelled in the window. */
@Command(
        name = "digits",
        description =
                "Counts the digits that were drawn and labelled in the window; --out writes them as IDX " + "files.",
        sortOptions = false)
final class DigitsCommand extends WorkbenchCommand {

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Folder for four gzipped IDX files with the names of MNIST; a fifth of the digits is the "
                    + "test set.")
    private Path out;

    @Override
    protected void run() throws Exception {
        DigitCollection digits = DigitFile.current().read();
        Rows<Integer> rows = new Rows<>(
                common,
                Column.number("label", 0, label -> label),
                Column.number("digits", 0, digits::count),
                Column.number(
                        "test",
                        0,
                        label -> digits.digits().stream()
                                .filter(digit -> digit.label() == label && digit.forTest())
                                .count()));
        IntStream.rangeClosed(0, 9).filter(label -> digits.count(label) > 0).forEach(rows::print);
        Map<String, Object> last = new LinkedHashMap<>();
        last.put("done", true);
        last.put("digits", digits.digits().size());
        if (out != null) {
            DigitFile.export(digits, out);
            last.put("written", out.toString());
        }
        rows.printOther(last, Counted.of(digits.digits().size(), "digit") + (out == null ? "" : ", written to " + out));
    }
}
