package org.kanworkbench.cli;

import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.cli.command.Rows.Column;
import org.kanworkbench.cli.command.WorkbenchCommand;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.Presets;
import picocli.CommandLine.Command;

/** Lists the presets. */
@Command(name = "presets", description = "Lists the presets, with the parameter count of their network for MNIST.")
final class PresetsCommand extends WorkbenchCommand {

    private static final int MNIST_PIXELS = 784;
    private static final int DIGITS = 10;

    @Override
    protected void run() {
        int width = Presets.ALL.stream().mapToInt(p -> p.name().length()).max().orElse(0);
        Rows<Preset> rows = new Rows<>(
                common,
                Column.text("name", width, Preset::name),
                Column.number(
                        "parameters",
                        0,
                        preset -> preset.network(MNIST_PIXELS, DIGITS).parameters()),
                Column.text("description", 1, Preset::description));
        Presets.ALL.forEach(rows::print);
    }
}
