package org.kanworkbench.noise.sweep;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.kanworkbench.data.SpreadsheetText;
import org.kanworkbench.files.CsvText;
import org.kanworkbench.noise.fit.FitRow;

/** Converts between fits and CSV lines. Numbers are written with full precision. */
final class FitCsv {

    static final String HEADER =
            "target,model,noise,rows,seed,parameters,flops,setting,train_mse,validation_mse,test_mse,snr_db,diverged";
    static final String TIMES_HEADER = "target,model,noise,rows,seed,fit_ms";

    private FitCsv() {}

    /** One line including the line break. */
    static String line(FitRow row) {
        return CsvText.line(
                row.target(),
                row.model(),
                row.noise(),
                row.rows(),
                row.seed(),
                row.parameters(),
                row.flops(),
                row.setting(),
                row.trainMse(),
                row.validationMse(),
                row.testMse(),
                row.snrDb(),
                row.diverged());
    }

    static String timeLine(FinishedFit fit) {
        FitRow row = fit.row();
        return CsvText.line(row.target(), row.model(), row.noise(), row.rows(), row.seed(), (float) fit.milliseconds());
    }

    /** The row of a line; empty for a truncated line. */
    static Optional<FitRow> row(String line) {
        try {
            List<String> v = values(line);
            return v.size() != HEADER.split(",").length
                    ? Optional.empty()
                    : Optional.of(new FitRow(
                            v.get(0),
                            v.get(1),
                            Double.parseDouble(v.get(2)),
                            Integer.parseInt(v.get(3)),
                            Long.parseLong(v.get(4)),
                            Long.parseLong(v.get(5)),
                            Long.parseLong(v.get(6)),
                            v.get(7),
                            Double.parseDouble(v.get(8)),
                            Double.parseDouble(v.get(9)),
                            Double.parseDouble(v.get(10)),
                            Double.parseDouble(v.get(11)),
                            Boolean.parseBoolean(v.get(12))));
        } catch (NumberFormatException | IOException _) {
            return Optional.empty();
        }
    }

    /** A line of the times: the fit, by the first fields of both files, and its milliseconds. */
    static Optional<Timed> timed(String line) {
        try {
            List<String> v = values(line);
            return v.size() != TIMES_HEADER.split(",").length
                    ? Optional.empty()
                    : Optional.of(new Timed(String.join(",", v.subList(0, 5)), Double.parseDouble(v.get(5))));
        } catch (NumberFormatException | IOException _) {
            return Optional.empty();
        }
    }

    record Timed(String key, double milliseconds) {}

    static String key(FitRow row) {
        return row.target() + "," + row.model() + "," + row.noise() + "," + row.rows() + "," + row.seed();
    }

    private static List<String> values(String line) throws IOException {
        try (CSVParser parser = CSVParser.builder()
                .setReader(new StringReader(line))
                .setFormat(CsvText.FORMAT)
                .get()) {
            List<CSVRecord> records = parser.getRecords();
            return records.isEmpty()
                    ? List.of()
                    : records.getFirst().stream().map(SpreadsheetText::original).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
