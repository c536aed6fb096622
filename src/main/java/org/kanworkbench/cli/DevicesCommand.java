package org.kanworkbench.cli;

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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the engines and what they compute on, or why they cannot. */
@Command(
        name = "devices",
        description = "Lists the engines, with the device of each or why it is not available.",
        sortOptions = false)
final class DevicesCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        int longest =
                Configuration.ENGINES.stream().mapToInt(String::length).max().orElse(0);
        Rows rows = new Rows(
                spec.commandLine().getOut(),
                common.json(),
                Column.text("name", longest),
                Column.text("available", 9),
                Column.text("device", 1),
                Column.hidden("memory_bytes"));
        for (Engine engine : Nd4jEngines.all().all()) {
            Device device = engine.device();
            rows.print(
                    engine.name(), device.available(), device.sentence(), device.bytes() == 0 ? null : device.bytes());
        }
        return 0;
    }
}
