package org.kanworkbench.cli.command;

import java.io.Console;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.kanworkbench.data.OneLine;

/** The output of commands. It escapes control sequences in text from files before they reach a terminal. */
public final class PlainPrinter extends PrintWriter {

    private static final String ERASE = "\r\u001b[K";

    private static final int FILE_TYPE = 0170000;
    private static final int CHARACTER_DEVICE = 0020000;

    private final Writer terminal;

    private PlainPrinter(Writer terminal) {
        super(new Plain(terminal), false);
        // Loads it while there is a handle to do so: that there are no more is then said by it.
        OneLine.plain("\n", "");
        this.terminal = terminal;
    }

    public static PlainPrinter of(PrintWriter out) {
        return out instanceof PlainPrinter plain ? plain : new PlainPrinter(out);
    }

    private static final class Plain extends FilterWriter {

        Plain(Writer out) {
            super(out);
        }

        @Override
        public void write(int c) throws IOException {
            write(String.valueOf((char) c));
        }

        @Override
        public void write(char[] text, int from, int length) throws IOException {
            write(String.valueOf(text, from, length));
        }

        @Override
        public void write(String text, int from, int length) throws IOException {
            write(text.substring(from, from + length));
        }

        /** Uses the system's line separator. */
        @Override
        public void write(String text) throws IOException {
            out.write(text.equals(System.lineSeparator()) ? text : OneLine.plain(text, "\n"));
        }
    }

    /** Prints what is data rather than words: a file or another program gets it as it is. */
    public void printData(String data) {
        if (Output.TERMINAL) {
            print(data);
            return;
        }
        try {
            flush();
            terminal.write(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What standard output is, looked up once it is asked for. */
    private static final class Output {

        static final boolean TERMINAL = isTerminal();

        /** Java itself says so only if standard input is one, too. */
        private static boolean isTerminal() {
            Console console = System.console();
            if (console != null && console.isTerminal()) {
                return true;
            }
            try {
                int mode = (int) Files.getAttribute(Path.of("/dev/stdout"), "unix:mode");
                return (mode & FILE_TYPE) == CHARACTER_DEVICE;
            } catch (IOException | UnsupportedOperationException | IllegalArgumentException _) {
                return false;
            }
        }
    }

    /** Overwrites the current line of a terminal. */
    void writeOver(String line) {
        try {
            flush();
            terminal.write(ERASE);
            print(line);
            flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
