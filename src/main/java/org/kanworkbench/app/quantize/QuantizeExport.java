package org.kanworkbench.app.quantize;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import javafx.application.Platform;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.quantize.compare.Latency;
import org.kanworkbench.quantize.compare.SchemeResult;
import org.kanworkbench.runs.AtomicFile;
import org.kordamp.ikonli.javafx.FontIcon;

/** The pane's pictures and its table as files. */
final class QuantizeExport {

    private final QuantizeViewModel viewModel;
    private final Executor background;
    private final FilePrompts prompts;
    private final MenuButton menu = new MenuButton("Export", new FontIcon("mdi2t-tray-arrow-down"));

    /** @param name what it is called in the menu */
    record Item(String name, Picture picture) {}

    private interface Content {
        byte[] bytes() throws IOException;
    }

    QuantizeExport(QuantizeViewModel viewModel, Executor background, FilePrompts prompts, List<Item> items) {
        this.viewModel = viewModel;
        this.background = background;
        this.prompts = prompts;
        menu.setId("quantize-export");
        MenuItem table = new MenuItem("Table as CSV…");
        table.setOnAction(_ -> save("quantisation", ".csv", () -> csv().getBytes(StandardCharsets.UTF_8)));
        menu.getItems().add(table);
        for (Item item : items) {
            String name = item.name().toLowerCase(Locale.ROOT).replace(' ', '-');
            MenuItem png = new MenuItem("As PNG…");
            png.setOnAction(_ -> save(name, ".png", item.picture()::png));
            MenuItem svg = new MenuItem("As SVG…");
            svg.setOnAction(_ -> save(name, ".svg", () -> item.picture().svg().getBytes(StandardCharsets.UTF_8)));
            menu.getItems().add(new Menu(item.name(), null, png, svg));
        }
    }

    MenuButton menu() {
        return menu;
    }

    private void save(String name, String extension, Content content) {
        prompts.save("Export", extension.substring(1).toUpperCase(Locale.ROOT), extension, name)
                .ifPresent(file -> write(file, content));
    }

    private void write(Path file, Content content) {
        try {
            byte[] bytes = content.bytes();
            background.execute(() -> {
                try {
                    AtomicFile.write(file, out -> out.write(bytes));
                } catch (IOException e) {
                    Platform.runLater(() -> viewModel.tell(e.getMessage()));
                }
            });
        } catch (IOException e) {
            viewModel.tell(e.getMessage());
        }
    }

    private String csv() {
        StringBuilder csv = new StringBuilder(
                "scheme,bits,simulated,size_bytes,test_acc,delta_pp,agreement,us_batch1,us_batch64,us_batch1000,speedup_batch64\n");
        for (SchemeRow row : viewModel.rows()) {
            SchemeResult r = row.resultProperty().get();
            if (r != null) {
                csv.append(String.format(
                        Locale.ROOT,
                        "\"%s\",%d,%s,%d,%.5f,%.3f,%.5f,%s,%s,%s,%s%n",
                        row.scheme().name(),
                        row.scheme().weights().bits(),
                        row.simulated(),
                        r.bytes(),
                        r.score().accuracy(),
                        r.score().deltaPoints(),
                        r.score().agreement(),
                        micros(r, 1),
                        micros(r, 64),
                        micros(r, 1000),
                        r.latency(64)
                                .map(l -> String.format(
                                        Locale.ROOT, "%.3f", l.speedup().median()))
                                .orElse("")));
            }
        }
        return csv.toString();
    }

    private static String micros(SchemeResult result, int rows) {
        return result.latency(rows)
                .map(Latency::micros)
                .map(m -> String.format(Locale.ROOT, "%.1f", m.median()))
                .orElse("");
    }
}
