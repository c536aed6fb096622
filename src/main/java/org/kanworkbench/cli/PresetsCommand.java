package org.kanworkbench.cli;

import java.util.concurrent.Callable;
import org.kanworkbench.cli.command.CommonOptions;
import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.cli.command.Rows.Column;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.Presets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the presets. */
@Command(name = "presets", description = "Lists the presets, with the parameter count of their network for MNIST.")
final class PresetsCommand implements Callable<Integer> {

    private static final int MNIST_PIXELS = 784;
    private static final int DIGITS = 10;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        int width = Presets.ALL.stream().mapToInt(p -> p.name().length()).max().orElse(0);
        Rows rows = new Rows(
                spec.commandLine().getOut(),
                common.json(),
                Column.text("name", width),
                Column.number("parameters", 0),
                Column.text("description", 1));
        for (Preset preset : Presets.ALL) {
            rows.print(preset.name(), preset.network(MNIST_PIXELS, DIGITS).parameters(), preset.description());
        }
        return 0;
    }
}
