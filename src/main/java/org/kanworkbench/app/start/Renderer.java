package org.kanworkbench.app.start;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Which of JavaFX's renderers is used. */
public final class Renderer {

    /** JavaFX's own property: renderers in the order in which they are tried. */
    private static final String ORDER = "prism.order";

    /** Where Linux shows graphics hardware: the kernel's drivers, and NVIDIA's own. */
    private static final List<Path> DEVICES = List.of(Path.of("/dev/dri"), Path.of("/dev/nvidiactl"));

    private Renderer() {}

    /**
     * Takes the software renderer at once on a Linux without graphics hardware, as in a virtual machine or on a remote display.
     * JavaFX would come to the same end by way of OpenGL, whose libraries then stay in memory. Call before JavaFX starts.
     */
    public static void choose() {
        if (System.getProperty(ORDER) == null
                && System.getProperty("os.name").equals("Linux")
                && DEVICES.stream().noneMatch(Files::exists)) {
            System.setProperty(ORDER, "sw");
        }
    }
}
