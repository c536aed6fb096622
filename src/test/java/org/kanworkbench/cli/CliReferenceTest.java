package org.kanworkbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Holds the second half of docs/cli.md, from its mark on, to what the program takes. */
class CliReferenceTest {

    private static final Path PAGE = Path.of("docs/cli.md");
    private static final String MARK = "<!-- Made by CliReferenceTest from here on. -->\n";
    private static final String WRITE = "cli.reference.write";

    @Test
    void the_page_tells_every_command_as_it_is() throws IOException {
        String page = Files.readString(PAGE);
        String written = page.substring(0, page.indexOf(MARK) + MARK.length());
        String now = written + "\n" + CliReference.markdown();
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(PAGE, now);
            return;
        }

        assertThat(page)
                .as(
                        "%s differs from the program: write it anew with mvn test -Dtest=CliReferenceTest -D%s=true",
                        PAGE, WRITE)
                .isEqualTo(now);
    }

    @Test
    void the_version_is_told() {
        Shell shell = Shell.run("--version");
        assertThat(shell.exitCode()).isZero();
        assertThat(shell.out()).startsWith("KAN Workbench ");
    }

    @Test
    void help_breaks_lines_at_spaces_alone() {
        Shell shell = Shell.run("search", "--help");

        assertThat(shell.out().split("\\s+")).contains("./workbench", "(docs/cluster.md).", "toy:circles,", "5]},");
        assertThat(shell.out().lines())
                .startsWith("Usage: workbench search [--asynchronous] [--confirm] [--help] [--json]")
                .allSatisfy(
                        line -> assertThat(line.length() <= 80 || !line.strip().contains(" "))
                                .as(line)
                                .isTrue());
    }

    @Test
    void help_is_plain_on_a_terminal_too() {
        System.setProperty("picocli.ansi", "true");
        try {
            assertThat(Shell.run("train", "--help").out()).startsWith("Usage: workbench train [--help]");
        } finally {
            System.clearProperty("picocli.ansi");
        }
    }

    @Test
    void every_command_and_option_has_a_line() {
        String page = CliReference.markdown();

        assertThat(all(CliReference.root()).skip(1)).isNotEmpty().allSatisfy(command -> {
            assertThat(page)
                    .contains("\n    ./workbench "
                            + command.getCommandSpec().qualifiedName().substring(10));
            command.getCommandSpec()
                    .options()
                    .forEach(option -> assertThat(page).contains("| `" + option.longestName()));
        });
        assertThat(page).doesNotContain("${", "%n");
    }

    private static Stream<CommandLine> all(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(CliReferenceTest::all));
    }
}
