import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What differs between the systems for which there are installers. */
interface Platform {

    static Platform current() {
        String system = System.getProperty("os.name").toLowerCase();
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        if (system.contains("win")) {
            return new Windows(arm);
        }
        return system.contains("mac") ? new MacOs(arm) : new Linux(arm);
    }

    /** The program's name as this system's users see it in the file system. */
    String name();

    /** The version as this system's installers take it. */
    default String version(String version) {
        return version;
    }

    Path icon();

    /** Where jars keep this platform's machine code: names of folders, or ends of paths. */
    List<String> nativeFolders();

    /** Libraries whose machine code is laid beside their jars, where they look for it first: else they unpack it at every start. */
    default List<String> unpacked() {
        return List.of();
    }

    /** Takes names from machine code that only debuggers read. */
    default void strip(Path code) throws IOException, InterruptedException {}

    /**
     * Which installers are made, in order.
     *
     * @param asked types; empty for all that are possible here
     * @throws IllegalStateException if one of them is not possible, with what is missing
     */
    List<String> installers(List<String> asked);

    /** Of the system's types those that are asked for, or all. */
    static List<String> among(List<String> types, List<String> asked, String advice) {
        for (String type : asked) {
            if (!type.equals("app-image") && !types.contains(type)) {
                throw new IllegalStateException("cannot make ." + type + ": " + advice);
            }
        }
        return asked.isEmpty() ? types : types.stream().filter(asked::contains).toList();
    }

    /** Further words for jpackage when it makes the application image. */
    default List<String> imageOptions() {
        return List.of();
    }

    /** Further words for jpackage when it makes an installer. */
    List<String> installerOptions(String type);

    /** What jpackage uses instead of its own templates. */
    Path resources();

    /** The application image in the folder in which jpackage made it. */
    Path imageRoot(Path image);

    /** The folder of the jars. */
    Path applicationFolder(Path image);

    Path launcher(Path image);

    /** The Java runtime in the image. */
    Path runtime(Path image);

    /** Puts files beside the launcher. */
    default void addTo(Path image) throws IOException {}
}
