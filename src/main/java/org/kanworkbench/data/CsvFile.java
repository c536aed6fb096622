package org.kanworkbench.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Opens CSV files: UTF-8, with or without a byte order mark, commas. What is wrong with one is said in a line. */
final class CsvFile {

    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setIgnoreEmptyLines(false)
            .setIgnoreSurroundingSpaces(true)
            .setTrim(true)
            .get();
    private static final char BYTE_ORDER_MARK = '\ufeff';

    /** What is made of a file's records, header and empty lines among them. */
    @FunctionalInterface
    interface Reader<T> {
        T read(Iterable<CSVRecord> records) throws DataException;
    }

    private CsvFile() {}

    static <T> T read(Path file, Reader<T> reader) throws DataException {
        try (InputStream in = Files.newInputStream(file);
                BufferedReader text =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()), 1 << 16)) {
            skipByteOrderMark(text);
            try (CSVParser parser =
                    CSVParser.builder().setReader(text).setFormat(FORMAT).get()) {
                return reader.read(parser);
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
        return new DataException(
                file + " cannot be read (" + FileErrors.reason(e) + "): check that it exists and may be read", e);
    }

    /** The decoder reads ahead and so cannot tell; look again, line by line. */
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
