package org.kanworkbench.data.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.data.SpreadsheetText;
import org.kanworkbench.data.WholeFile;

/**
 * Opens CSV files: UTF-8, with or without a byte order mark, separated by commas, semicolons or tabs, as their first line says
 * ({@code sep=;}) or their header is. Beside semicolons, numbers may have decimal commas, which are read as points. Errors have
 * one-line messages.
 */
final class CsvFile {

    /** As Commons CSV tells of it. */
    private static final Pattern UNCLOSED = Pattern.compile("startline (\\d+)\\) EOF reached before encapsulated");

    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setIgnoreEmptyLines(false)
            .setIgnoreSurroundingSpaces(true)
            .setTrim(true)
            .get();
    private static final char BYTE_ORDER_MARK = '\ufeff';
    private static final char[] OTHER_SEPARATORS = {';', '\t'};
    private static final int LONGEST_HEADER = 1 << 20;
    /** A line of Excel's, before the header. */
    private static final Pattern SEPARATOR = Pattern.compile("(?i)\"?sep=([^\\w\"])\"?\r?");

    private static final int LONGEST_SEPARATOR = 16;
    private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?\\d*,\\d+([eE][+-]?\\d+)?");

    private static final Pattern THOUSANDS = Pattern.compile("[+-]?[1-9]\\d{0,2}(\\.\\d{3})+");

    /** Consumes a file's records, the header first, without empty lines. */
    @FunctionalInterface
    interface Use<T> {
        T read(Iterator<CSVRecord> records) throws DataException;
    }

    /** Counts the size of a record while it is read: as an object, a value takes fifty bytes. */
    private static final class Record extends BufferedReader {

        private static final int MOST_CHARACTERS = 1 << 23;
        private static final int MOST_VALUES = 1 << 20;

        private char separator;
        private int characters;
        private int values;

        /** The first numbers with a decimal comma and with a point that may separate thousands; empty for none. */
        private String withComma = "";

        private String withThousands = "";

        Record(Reader in) {
            super(in, 1 << 16);
        }

        @Override
        public int read(char[] into, int from, int length) throws IOException {
            int n = super.read(into, from, length);
            characters += Math.max(n, 0);
            for (int i = from; i < from + n; i++) {
                values += into[i] == separator ? 1 : 0;
            }
            if (characters > MOST_CHARACTERS || values > MOST_VALUES) {
                throw new IOException("a row has more than "
                        + (values > MOST_VALUES ? MOST_VALUES + " values" : MOST_CHARACTERS + " characters"));
            }
            return n;
        }

        /** What the file says, or is most frequent in the header, outside of quotes; a comma where nothing is. */
        char separator() throws IOException {
            Matcher told = SEPARATOR.matcher(begin());
            if (told.matches()) {
                separator = told.group(1).charAt(0);
                return separator;
            }
            reset();
            int[] counts = new int[1 << 7];
            boolean quoted = false;
            boolean begun = false;
            mark(LONGEST_HEADER);
            int c = read();
            for (int i = 1; i < LONGEST_HEADER && c >= 0 && (quoted || !begun || c != '\n' && c != '\r'); i++) {
                quoted ^= c == '"';
                begun |= !Character.isWhitespace(c);
                if (!quoted && c < counts.length) {
                    counts[c]++;
                }
                c = read();
            }
            reset();
            separator = ',';
            for (char other : OTHER_SEPARATORS) {
                separator = counts[other] > counts[separator] ? other : separator;
            }
            return separator;
        }

        /** The first characters, without further lines. */
        private String begin() throws IOException {
            mark(LONGEST_SEPARATOR);
            StringBuilder begin = new StringBuilder();
            for (int c = read(); c >= 0 && c != '\n' && begin.length() < LONGEST_SEPARATOR - 1; c = read()) {
                begin.append((char) c);
            }
            return begin.toString();
        }

        /** Empty lines count towards the next record. The parser reads ahead by far less than the limit. */
        Iterator<CSVRecord> counted(Iterator<CSVRecord> records) {
            return new Iterator<>() {
                private CSVRecord ahead;

                @Override
                public boolean hasNext() {
                    while (ahead == null && records.hasNext()) {
                        CSVRecord record = records.next();
                        if (record.size() > 1 || !record.get(0).isEmpty()) {
                            ahead = record;
                            characters = 0;
                            values = 0;
                        }
                    }
                    return ahead != null;
                }

                @Override
                public CSVRecord next() {
                    if (!hasNext()) {
                        throw new NoSuchElementException();
                    }
                    CSVRecord next = ahead;
                    ahead = null;
                    // The record's own array. Tables that were written here are read as they were.
                    Arrays.setAll(next.values(), i -> SpreadsheetText.original(next.get(i)));
                    if (separator == ';') {
                        Arrays.setAll(next.values(), i -> withPoint(next.get(i), next.getRecordNumber()));
                    }
                    return next;
                }
            };
        }

        private String withPoint(String value, long row) {
            boolean comma =
                    value.indexOf(',') >= 0 && DECIMAL_COMMA.matcher(value).matches();
            withComma = comma && withComma.isEmpty() ? value : withComma;
            withThousands = withThousands.isEmpty() && THOUSANDS.matcher(value).matches() ? value : withThousands;
            if (!withComma.isEmpty() && !withThousands.isEmpty()) {
                throw new UncheckedIOException(new IOException("row " + row + ": beside " + withComma + ", "
                        + withThousands + " may be thousands or a fraction"));
            }
            return comma ? value.replace(',', '.') : value;
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
            CSVFormat format = FORMAT.builder().setDelimiter(text.separator()).get();
            try (CSVParser parser =
                    CSVParser.builder().setReader(text).setFormat(format).get()) {
                Iterator<CSVRecord> records = text.counted(parser.iterator());
                if (!records.hasNext()) {
                    throw new DataException(file + " is empty: choose a CSV file with a header and rows of data");
                }
                return reader.read(records);
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
        boolean other = Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
        if (other || e instanceof NoSuchFileException && file.toString().equals("-")) {
            return new DataException(
                    file + " is a pipe or a device, and a table is read from a file: save it, and name that", e);
        }
        if (e instanceof CharacterCodingException) {
            if (gzipped(file)) {
                return new DataException(file + " is compressed: unpack it first", e);
            }
            return new DataException(
                    file + wrongLine(file) + ": the text is not in UTF-8: save the file with encoding UTF-8", e);
        }
        if (Files.isRegularFile(file) && Files.isReadable(file)) {
            Matcher open = UNCLOSED.matcher(String.valueOf(e.getMessage()));
            if (open.find()) {
                return new DataException(
                        file + ", line " + open.group(1) + ": a quotation mark is not closed: close it there", e);
            }
            return new DataException(file + " is not valid CSV (" + FileErrors.reason(e) + "): correct it there", e);
        }
        return new DataException(FileErrors.unreadable(file, e), e);
    }

    private static boolean gzipped(Path file) {
        try (InputStream in = WholeFile.open(file)) {
            return in.read() == 0x1f && in.read() == 0x8b;
        } catch (IOException _) {
            return false;
        }
    }

    /** The decoder reads ahead and does not know the line: this finds it by reading again, in parts, as lines may be long. */
    private static String wrongLine(Path file) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
        CharBuffer text = CharBuffer.allocate(1 << 16);
        try (ReadableByteChannel in = Files.newByteChannel(file)) {
            long row = 1;
            boolean end = false;
            while (!end) {
                end = in.read(bytes) < 0;
                boolean wrong = decoder.decode(bytes.flip(), text, end).isError();
                row += text.flip().chars().filter(c -> c == '\n').count();
                if (wrong) {
                    return ", row " + row;
                }
                text.clear();
                bytes.compact();
            }
        } catch (IOException _) {
            return "";
        }
        return "";
    }
}
