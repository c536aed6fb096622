package org.kanworkbench.cli.command;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import org.kanworkbench.data.OneLine;

/** The output of commands. It escapes control sequences in text from files before they reach a terminal. */
public final class PlainPrinter extends PrintWriter {

    private static final String ERASE = "\r\u001b[K";

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
