import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.attribute.ModuleResolutionAttribute;
import jdk.tools.jlink.internal.PluginRepository;
import jdk.tools.jlink.plugin.Plugin;
import jdk.tools.jlink.plugin.ResourcePool;
import jdk.tools.jlink.plugin.ResourcePoolBuilder;
import jdk.tools.jlink.plugin.ResourcePoolEntry;

/**
 * Takes the mark of an incubating module from the vector module of the runtime that jlink makes; its code stays as it is. While
 * the mark is there, the virtual machine keeps neither the module graph nor linked classes in its AOT cache
 * (docs/decisions/0021). jlink has no public way in for this: {@code ./workbench package} exports what is used here.
 */
public final class SettledModule implements Plugin {

    /** What switches it on, as an option of jlink. */
    static final String OPTION = "--settled-module";

    private static final String DESCRIPTION = "/jdk.incubator.vector/module-info.class";

    /** Makes the option known to jlink in this process. */
    static void register() {
        PluginRepository.registerPlugin(new SettledModule());
    }

    @Override
    public String getName() {
        return OPTION.substring(2);
    }

    /** Before jlink's own plugins, which note what every module's description says. */
    @Override
    public Category getType() {
        return Category.FILTER;
    }

    @Override
    public ResourcePool transform(ResourcePool in, ResourcePoolBuilder out) {
        in.transformAndCopy(entry -> entry.path().equals(DESCRIPTION) ? settled(entry) : entry, out);
        return out.build();
    }

    private static ResourcePoolEntry settled(ResourcePoolEntry description) {
        ClassFile format = ClassFile.of();
        return description.copyWithContent(format.transformClass(
                format.parse(description.contentBytes()),
                ClassTransform.dropping(element -> element instanceof ModuleResolutionAttribute)));
    }
}
