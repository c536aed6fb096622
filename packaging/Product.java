import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What {@code pom.xml}, the one place for it, says of the product. */
record Product(String version, String description, List<String> virtualMachineFlags) {

    static final String VENDOR = "KAN Workbench";

    static Product read(Path pom) throws IOException {
        String text = Files.readString(pom);
        return new Product(
                element(text, "version"),
                element(text, "description"),
                Stream.of("jvm.flags", "jvm.window", "jvm.installed")
                        .flatMap(property -> Stream.of(element(text, property).split("\\s+")))
                        .toList());
    }

    /** The first element of that name, which is the product's own. */
    private static String element(String pom, String name) {
        Matcher found =
                Pattern.compile("<" + Pattern.quote(name) + ">([^<]*)</").matcher(pom);
        if (!found.find()) {
            throw new IllegalStateException("pom.xml has no <" + name + ">");
        }
        return found.group(1).strip();
    }
}
