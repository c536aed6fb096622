package org.kanworkbench.app.quantize;

import java.nio.charset.StandardCharsets;
import java.util.List;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import org.kanworkbench.app.chart.card.PictureFiles;
import org.kanworkbench.app.chart.card.PictureFiles.Item;
import org.kanworkbench.app.quantize.scheme.SchemeColumns;
import org.kanworkbench.app.quantize.scheme.SchemeRow;
import org.kanworkbench.files.CsvText;
import org.kanworkbench.quantize.compare.Latency;
import org.kanworkbench.quantize.compare.SchemeResult;
import org.kanworkbench.quantize.compare.Score;
import org.kanworkbench.training.Evaluation;
import org.kordamp.ikonli.javafx.FontIcon;

/** The pane's pictures and its table as files. */
final class QuantizeExport {

    private final QuantizeViewModel viewModel;
    final MenuButton menu = new MenuButton("Export", new FontIcon("mdi2t-tray-arrow-down"));

    QuantizeExport(QuantizeViewModel viewModel, PictureFiles files, List<Item> items) {
        this.viewModel = viewModel;
        menu.setId("quantize-export");
        MenuItem table = new MenuItem("Table as CSV…");
        table.setOnAction(_ -> files.save("quantisation", ".csv", () -> csv().getBytes(StandardCharsets.UTF_8)));
        menu.getItems().add(table);
        items.forEach(item -> menu.getItems().add(files.menu(item)));
    }

    private String csv() {
        boolean numbers = viewModel.referenceProperty().get() instanceof Evaluation.Regression;
        CsvText csv = new CsvText((Object[]) ("scheme,bits,simulated,size_bytes,"
                        + (numbers ? "test_rmse,growth_percent,difference" : "test_acc,delta_pp,agreement")
                        + ",us_batch1,us_batch64,us_batch1000,speedup_batch64")
                .split(","));
        for (SchemeRow row : viewModel.rows.all()) {
            SchemeResult r = row.resultProperty().get();
            if (r != null) {
                double[] score = switch (r.score()) {
                    case Score.Classes c -> new double[] {c.value(), c.deltaPoints(), c.agreement()};
                    case Score.Numbers n -> new double[] {n.rmse(), n.growth(), n.difference()};
                };
                csv.row(
                        row.scheme.name(),
                        r.bits(),
                        row.simulated(),
                        r.bytes(),
                        score[0],
                        score[1],
                        score[2],
                        micros(r, 1),
                        micros(r, 64),
                        micros(r, 1000),
                        SchemeColumns.speedup(r).map(String::valueOf).orElse(""));
            }
        }
        return csv.toString();
    }

    private static String micros(SchemeResult result, int rows) {
        return result.latency(rows)
                .map(Latency::micros)
                .map(m -> String.valueOf(m.median()))
                .orElse("");
    }
}
