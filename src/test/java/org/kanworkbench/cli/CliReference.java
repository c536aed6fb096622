package org.kanworkbench.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kanworkbench.Launcher;
import org.kanworkbench.cli.command.CommonOptions;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Every command with its arguments and options as Markdown, from what picocli knows of them. */
final class CliReference {

    /** What every command takes; told once. */
    private final CommandSpec common = CommandSpec.forAnnotatedObject(new CommonOptions());

    private final StringBuilder page = new StringBuilder();

    private CliReference() {}

    static String markdown() {
        CliReference reference = new CliReference();
        reference.page.append("### What every command takes\n\n");
        reference.table(reference.common.options());
        reference.commands(root());
        return reference.page.toString().stripTrailing() + "\n";
    }

    static CommandLine root() {
        CommandLine root = new CommandLine(new Commands.Root(null));
        Launcher.measuring().forEach(root::addSubcommand);
        return root;
    }

    private void commands(CommandLine parent) {
        for (CommandLine command : new LinkedHashSet<>(parent.getSubcommands().values())) {
            command(command.getCommandSpec());
            commands(command);
        }
    }

    private void command(CommandSpec spec) {
        List<OptionSpec> own = spec.options().stream()
                .filter(option -> common.findOption(option.longestName()) == null)
                .toList();
        page.append("\n### ").append(name(spec)).append("\n\n");
        page.append("    ./workbench ")
                .append(name(spec))
                .append(synopsis(spec, own))
                .append("\n\n");
        page.append(text(spec.usageMessage().description())).append("\n");
        if (!own.isEmpty() || !spec.positionalParameters().isEmpty()) {
            page.append("\n");
            table(Stream.concat(spec.positionalParameters().stream(), own.stream())
                    .toList());
        }
        if (spec.usageMessage().footer().length > 0) {
            page.append("\n```text\n")
                    .append(String.join("\n", spec.usageMessage().footer()).strip())
                    .append("\n```\n");
        }
    }

    /** Without "workbench". */
    private static String name(CommandSpec spec) {
        return spec.qualifiedName().substring(spec.root().name().length() + 1);
    }

    private static String synopsis(CommandSpec spec, List<OptionSpec> options) {
        List<String> words = new ArrayList<>();
        spec.positionalParameters().forEach(argument -> words.add(word(argument)));
        options.stream().filter(OptionSpec::required).forEach(option -> words.add(named(option)));
        if (options.stream().anyMatch(option -> !option.required())) {
            words.add("[options]");
        }
        Set<String> commands = spec.subcommands().keySet();
        if (!commands.isEmpty()) {
            words.add("[" + String.join("|", commands) + "]");
        }
        return words.stream().map(word -> " " + word).collect(Collectors.joining());
    }

    private static String word(PositionalParamSpec argument) {
        String word = argument.paramLabel() + (argument.arity().max() > 1 ? "…" : "");
        return argument.required() ? word : "[" + word + "]";
    }

    private void table(List<? extends ArgSpec> arguments) {
        page.append("| argument | what it does |\n|---|---|\n");
        for (ArgSpec argument : arguments) {
            page.append("| `")
                    .append(argument instanceof OptionSpec option ? named(option) : argument.paramLabel())
                    .append("` | ")
                    .append(text(argument.renderedDescription()).replace("|", "\\|"))
                    .append(argument.required() && argument.isOption() ? " Required." : "")
                    .append(" |\n");
        }
    }

    private static String named(OptionSpec option) {
        String value = option.arity().max() == 0 ? "" : " " + option.paramLabel() + (list(option) ? "[,…]" : "");
        return option.longestName() + value;
    }

    /** A label with commas says so itself. */
    private static boolean list(OptionSpec option) {
        return !option.splitRegex().isEmpty() && !option.paramLabel().contains(option.splitRegex());
    }

    private static String text(String... lines) {
        return String.join(" ", lines).replace("%n", " ").replace("%%", "%").strip();
    }
}
