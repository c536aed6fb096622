package org.kanworkbench.network;

/**
 * Random changes of training images, drawn anew for every image and epoch.
 *
 * @param shift largest shift in pixels, along each axis
 * @param rotation largest rotation in degrees, either way
 * @param scale largest relative change of size, for instance 0.1
 */
public record Augmentation(double shift, double rotation, double scale) {

    public Augmentation {
        Limits.range("shift of images", shift, 0, 100);
        Limits.range("rotation of images", rotation, 0, 180);
        Limits.range("change of images' size", scale, 0, 0.9);
    }

    public static final Augmentation NONE = new Augmentation(0, 0, 0);

    public boolean active() {
        return shift > 0 || rotation > 0 || scale > 0;
    }
}
