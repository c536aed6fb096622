package org.kanworkbench.cli;

import java.util.Map;
import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.cli.command.Rows.Column;
import org.kanworkbench.cli.command.WorkbenchCommand;
import org.kanworkbench.dl4j.engine.Nd4jEngines;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.device.Device;
import picocli.CommandLine.Command;

/** Lists the engines and their devices, or why they are not available. */
@Command(
        name = "devices",
        description = "Lists the engines, with the device of each or why it is not available.",
        sortOptions = false)
final class DevicesCommand extends WorkbenchCommand {

    @Override
    protected void run() {
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
        Nd4jEngines.all().probe((name, device) -> rows.print(Map.entry(name, device)));
    }
}
