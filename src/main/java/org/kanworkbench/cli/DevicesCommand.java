package org.kanworkbench.cli;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kanworkbench.cli.command.CommonOptions;
import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.cli.command.Rows.Column;
import org.kanworkbench.dl4j.engine.Nd4jEngines;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engine;
import org.kanworkbench.training.device.Device;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the engines and their devices, or why they are not available. */
@Command(
        name = "devices",
        description = "Lists the engines, with the device of each or why it is not available.",
        sortOptions = false)
final class DevicesCommand implements Callable<Integer> {

    private static final int MOST_DEVICES = 100;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        int longest =
                Configuration.ENGINES.stream().mapToInt(String::length).max().orElse(0);
        Rows<Map.Entry<String, Device>> rows = new Rows<>(
                common,
                Column.text("name", longest, Map.Entry::getKey),
                Column.text("available", 9, e -> e.getValue().available()),
                Column.text("device", 1, e -> e.getValue().sentence()),
                Column.hidden(
                        "memory_bytes",
                        e -> e.getValue().bytes() == 0 ? null : e.getValue().bytes()));
        for (Engine engine : Nd4jEngines.all().all()) {
            rows.print(Map.entry(engine.name(), engine.probed()));
            // One row a further device.
            for (int n = 1; n < MOST_DEVICES; n++) {
                Optional<Map.Entry<String, Device>> other = engine.on(n).map(on -> Map.entry(on.name(), on.probed()));
                if (other.isEmpty() || !other.get().getValue().available()) {
                    break;
                }
                rows.print(other.get());
            }
        }
        return 0;
    }
}
