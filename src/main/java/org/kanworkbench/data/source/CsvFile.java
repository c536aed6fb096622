package org.kanworkbench.data.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.data.WholeFile;

/** Opens CSV files: UTF-8, with or without a byte order mark, separated by commas. Errors have one-line messages. */
final class CsvFile {

    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setIgnoreEmptyLines(false)
            .setIgnoreSurroundingSpaces(true)
            .setTrim(true)
            .get();
    private static final char BYTE_ORDER_MARK = '\ufeff';

    /** Consumes a file's records, including the header and empty lines. */
    @FunctionalInterface
    interface Use<T> {
        T read(Iterable<CSVRecord> records) throws DataException;
    }

    /** Counts the size of a record while it is read: as an object, a comma takes fifty bytes. */
    private static final class Record extends BufferedReader {

        private static final int MOST_CHARACTERS = 1 << 23;
        private static final int MOST_COMMAS = 1 << 20;

        private int characters;
        private int commas;

        Record(Reader in) {
            super(in, 1 << 16);
        }

        @Override
        public int read(char[] into, int from, int length) throws IOException {
            int n = super.read(into, from, length);
            characters += Math.max(n, 0);
            for (int i = from; i < from + n; i++) {
                commas += into[i] == ',' ? 1 : 0;
            }
            if (characters > MOST_CHARACTERS || commas > MOST_COMMAS) {
                throw new IOException("a row has more than "
                        + (commas > MOST_COMMAS ? MOST_COMMAS + " values" : MOST_CHARACTERS + " characters"));
            }
            return n;
        }

        /** Empty lines count towards the next record. The parser reads ahead by far less than the limit. */
        Iterator<CSVRecord> counted(Iterator<CSVRecord> records) {
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return records.hasNext();
                }

                @Override
                public CSVRecord next() {
                    CSVRecord next = records.next();
                    if (next.size() > 1 || !next.get(0).isEmpty()) {
                        characters = 0;
                        commas = 0;
                    }
                    return next;
                }
            };
        }
    }

    private CsvFile() {}

    /** Opens a file. */
    interface Opening {
        InputStream open() throws IOException;
    }

    static <T> T read(Path file, Use<T> reader) throws DataException {
        return read(file, () -> WholeFile.open(file), reader);
    }

    /** @param file its name in messages */
    static <T> T read(Path file, Opening opening, Use<T> reader) throws DataException {
        try (InputStream in = opening.open();
                Record text = new Record(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()))) {
            skipByteOrderMark(text);
            try (CSVParser parser =
                    CSVParser.builder().setReader(text).setFormat(FORMAT).get()) {
                return reader.read(() -> text.counted(parser.iterator()));
            }
        } catch (UncheckedIOException e) {
            throw unreadable(file, e.getCause());
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static void skipByteOrderMark(BufferedReader text) throws IOException {
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
    }

    private static DataException unreadable(Path file, IOException e) {
        if (e instanceof CharacterCodingException) {
            return new DataException(
                    file + wrongLine(file) + ": the text is not in UTF-8: save the file with encoding UTF-8", e);
        }
        if (Files.isRegularFile(file) && Files.isReadable(file)) {
            return new DataException(file + " is no valid CSV (" + FileErrors.reason(e) + "): correct it there", e);
        }
        return new DataException(FileErrors.unreadable(file, e), e);
    }

    /** The decoder reads ahead and does not know the line: this finds it by reading again, line by line. */
    private static String wrongLine(Path file) {
        try (BufferedReader bytes = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            int number = 1;
            for (String line = bytes.readLine(); line != null; line = bytes.readLine()) {
                try {
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(line.getBytes(StandardCharsets.ISO_8859_1)));
                } catch (CharacterCodingException _) {
                    return ", row " + number;
                }
                number++;
            }
        } catch (IOException _) {
            return "";
        }
        return "";
    }
}
