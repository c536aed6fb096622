package org.kanworkbench.app.activations.film;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.kanworkbench.files.AtomicFile;

/**
 * Collects frames into an endlessly repeating GIF (version 89a), by way of {@code javax.imageio}'s own writer and its
 * metadata format {@code javax_imageio_gif_image_1.0}.
 */
final class AnimatedGif implements Film {

    private static final String NATIVE = "javax_imageio_gif_image_1.0";

    /** The application extension that makes viewers repeat: block 1, and twice 0 for "without end". */
    private static final byte[] FOR_EVER = {1, 0, 0};

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ImageWriter writer =
            ImageIO.getImageWritersByFormatName("gif").next();
    private final ImageOutputStream out = new MemoryCacheImageOutputStream(bytes);
    private final Path file;
    private final int hundredths;
    private boolean begun;

    /** @param hundredths duration of each frame [1/100 s] */
    AnimatedGif(Path file, int hundredths) {
        this.file = file;
        this.hundredths = hundredths;
        writer.setOutput(out);
    }

    /** All frames have the size of the first. */
    @Override
    public void add(BufferedImage frame) throws IOException {
        if (!begun) {
            writer.prepareWriteSequence(null);
        }
        BufferedImage plain = new BufferedImage(frame.getWidth(), frame.getHeight(), BufferedImage.TYPE_INT_RGB);
        plain.getGraphics().drawImage(frame, 0, 0, null);
        IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(plain), null);
        describe(metadata);
        writer.writeToSequence(new IIOImage(plain, null, metadata), null);
        begun = true;
    }

    private void describe(IIOMetadata metadata) throws IIOInvalidTreeException {
        IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(NATIVE);
        IIOMetadataNode control = child(root, "GraphicControlExtension");
        control.setAttribute("disposalMethod", "none");
        control.setAttribute("userInputFlag", "FALSE");
        control.setAttribute("transparentColorFlag", "FALSE");
        control.setAttribute("transparentColorIndex", "0");
        control.setAttribute("delayTime", Integer.toString(hundredths));
        if (!begun) {
            IIOMetadataNode repeat = new IIOMetadataNode("ApplicationExtension");
            repeat.setAttribute("applicationID", "NETSCAPE");
            repeat.setAttribute("authenticationCode", "2.0");
            repeat.setUserObject(FOR_EVER.clone());
            child(root, "ApplicationExtensions").appendChild(repeat);
        }
        metadata.setFromTree(NATIVE, root);
    }

    private static IIOMetadataNode child(IIOMetadataNode root, String name) {
        for (int i = 0; i < root.getLength(); i++) {
            if (root.item(i).getNodeName().equals(name)) {
                return (IIOMetadataNode) root.item(i);
            }
        }
        IIOMetadataNode made = new IIOMetadataNode(name);
        root.appendChild(made);
        return made;
    }

    @Override
    public void finish() throws IOException {
        writer.endWriteSequence();
        out.flush();
        AtomicFile.write(file, bytes::writeTo);
    }

    @Override
    public void close() throws IOException {
        writer.dispose();
        out.close();
    }
}
