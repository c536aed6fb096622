package org.kanworkbench.network.recipe;

/**
 * Random changes of training images, drawn for every image and epoch.
 *
 * @param shift bound of the shift in pixels along each axis, which is drawn evenly and rounded to whole pixels: with 1,
 *     half of the images are not shifted along an axis. Fractions of a pixel would blur training images but not test
 *     images
 * @param rotation maximum rotation in degrees, in either direction
 * @param scale maximum relative change of size, for instance 0.1
 */
public record Augmentation(double shift, double rotation, double scale) {

    public Augmentation {
        RecipeField.SHIFT.check(shift);
        RecipeField.ROTATION.check(rotation);
        RecipeField.SCALE.check(scale);
    }

    public static final Augmentation NONE = new Augmentation(0, 0, 0);

    public boolean active() {
        return shift > 0 || rotation > 0 || scale > 0;
    }
}
