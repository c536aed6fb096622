import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** The jars that the product runs with, and under which licences they come. */
final class Libraries {

    private static final Pattern NATIVE =
            Pattern.compile(".*(\\.so(\\.[0-9.]+)?|\\.dll|\\.dylib|\\.jnilib|\\.lib|\\.exe)");
    private static final Pattern VERSION = Pattern.compile("-[0-9][^-]*(-.*)?\\.jar$");
    /** What nothing here reads or calls. */
    private static final Pattern UNREAD = Pattern.compile(String.join(
            "|",
            // Descriptions of machine code for debuggers, C headers, settings of GraalVM, what the jars were built
            // from.
            ".*\\.dSYM/.*|.*/include/.*\\.h|META-INF/native-image/.*|META-INF/maven/.*/pom\\.xml|.*\\.proto",
            // A table for random numbers of a kind that nothing draws.
            "assets/org/hipparchus/random/new-joe-kuo.*",
            // Cuts of the typeface that nothing is set in, themes that nobody can choose, JavaFX in SWT.
            ".*/Roboto-(Light|LightItalic|MediumItalic|BoldItalic)\\.ttf",
            "atlantafx/base/theme/(?!primer-(light|dark)\\.bss).*\\.[bc]ss|com/sun/javafx/scene/control/skin/caspian/.*",
            "javafx-swt\\.jar",
            // Of ND4J: graphs of TensorFlow and of ONNX, which it could import.
            "org/tensorflow/.*|tensorflow/.*|onnx/.*",
            // Of ND4J's protobuf: its text formats, with a second copy of guava that only they use.
            "org/nd4j/shade/protobuf/(common|util|compiler)/.*",
            // Of ND4J's Jackson: XML. Of Commons Math, which ND4J has a few classes of: what these do not use.
            "org/nd4j/shade/(wstx|codehaus/stax2|jackson/dataformat/xml)/.*",
            "org/apache/commons/math3/(dfp|filter|fitting|genetics|geometry|ml|ode|optim|optimization|primes)/.*",
            // Of TilesFX: type, pictures, maps, demonstrations, and tiles other than those of chart/TilePicture.
            "eu/hansolo/tilesfx/.*\\.(otf|png|properties|js|html|gpx)|eu/hansolo/tilesfx/addons/.*",
            "eu/hansolo/tilesfx/(Demo|Test|.*Builder).*\\.class",
            "eu/hansolo/tilesfx/skins/(?!TileSkin|BarGauge|CircularProgressTile|SmoothAreaChart).*",
            "eu/hansolo/toolboxfx/font/.*\\.[ot]tf"));

    private final List<Path> jars;
    private final Path table;
    /** A library's row by the start of its jars' names. */
    private final Map<String, List<String>> rows = new LinkedHashMap<>();

    /** @throws IllegalStateException if the table lacks one of the folder's jars */
    Libraries(Path folder, Path table) throws IOException {
        this.table = table;
        try (Stream<Path> files = Files.list(folder)) {
            jars = files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
        }
        for (String line : Files.readAllLines(table)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                List<String> cells = List.of(line.split("\t"));
                rows.put(cells.getFirst(), cells);
            }
        }
        String unknown = jars.stream()
                .map(Libraries::library)
                .filter(name -> !rows.containsKey(name))
                .collect(Collectors.joining(", "));
        if (!unknown.isEmpty()) {
            throw new IllegalStateException(table + " does not tell the licence of " + unknown + ": add a line each");
        }
    }

    /** A jar's name without version and classifier. */
    private static String library(Path jar) {
        return VERSION.matcher(jar.getFileName().toString()).replaceFirst("");
    }

    /** Without machine code of other platforms; the platform's own is stripped, and laid beside the jar where it says so. */
    void copyTo(Path folder, Platform platform) throws IOException, InterruptedException {
        for (Path jar : jars) {
            Path target = folder.resolve(jar.getFileName());
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                if (zip.stream().noneMatch(entry -> isMachineCode(entry.getName()) || isUnread(entry.getName()))) {
                    Files.copy(jar, target);
                } else {
                    copy(zip, target, platform, platform.unpacked().contains(library(jar)));
                }
            }
        }
    }

    private static void copy(ZipFile from, Path to, Platform platform, boolean unpacked)
            throws IOException, InterruptedException {
        try (OutputStream file = Files.newOutputStream(to);
                ZipOutputStream jar = new ZipOutputStream(file)) {
            jar.setLevel(Deflater.BEST_COMPRESSION);
            Enumeration<? extends ZipEntry> entries = from.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                if (!isWanted(entry.getName(), platform.nativeFolders())) {
                    continue;
                }
                if (isMachineCode(entry.getName())) {
                    Path code = to.resolveSibling(Path.of(entry.getName()).getFileName());
                    try (InputStream content = from.getInputStream(entry)) {
                        Files.copy(content, code);
                    }
                    platform.strip(code);
                    if (!unpacked) {
                        put(jar, entry, Files.newInputStream(code));
                        Files.delete(code);
                    }
                } else {
                    put(jar, entry, from.getInputStream(entry));
                }
            }
        }
    }

    private static void put(ZipOutputStream jar, ZipEntry entry, InputStream content) throws IOException {
        ZipEntry kept = new ZipEntry(entry.getName());
        kept.setTime(entry.getTime());
        jar.putNextEntry(kept);
        try (content) {
            content.transferTo(jar);
        }
        jar.closeEntry();
    }

    private static boolean isMachineCode(String entry) {
        return NATIVE.matcher(entry).matches();
    }

    private static boolean isUnread(String entry) {
        return UNREAD.matcher(entry).matches();
    }

    /** Machine code at a jar's root belongs to the platform for which the jar was taken. */
    static boolean isWanted(String entry, List<String> own) {
        if (isUnread(entry)) {
            return false;
        }
        return !isMachineCode(entry)
                || !entry.contains("/")
                || own.stream().anyMatch(folder -> entry.contains("/" + folder + "/"));
    }

    /** The table of what is used, and every licence's text. */
    void copyLicensesTo(Path folder) throws IOException {
        Tool.copyFolder(table.getParent(), folder);
        Files.copy(Path.of("LICENSE"), folder.resolve("Apache-2.0.txt"));
    }
}
