package org.kanworkbench.data.source;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The shapes of toy sets, before noise. Two moons and circles follow scikit-learn's make_moons and make_circles; the
 * spiral has as many turns as TensorFlow Playground's.
 */
public enum ToyShape {
    /** Two half circles of radius 1, the second flipped and placed between the ends of the first. */
    MOONS("Two moons", 2) {
        @Override
        void place(int label, SplittableRandom random, double[] point) {
            double angle = Math.PI * random.nextDouble();
            point[0] = label == 0 ? Math.cos(angle) : 1 - Math.cos(angle);
            point[1] = label == 0 ? Math.sin(angle) : 0.5 - Math.sin(angle);
        }
    },
    /** Two arms of an Archimedean spiral, 1¾ turns out to radius 2, half a turn apart. */
    SPIRAL("Spiral", 2) {
        @Override
        void place(int label, SplittableRandom random, double[] point) {
            double along = random.nextDouble();
            double angle = 1.75 * 2 * Math.PI * along + Math.PI * label;
            point[0] = 2 * along * Math.sin(angle);
            point[1] = 2 * along * Math.cos(angle);
        }
    },
    /** A circle of radius 1 around one of radius ½. */
    CIRCLES("Circles", 2) {
        @Override
        void place(int label, SplittableRandom random, double[] point) {
            double angle = 2 * Math.PI * random.nextDouble();
            double radius = label == 0 ? 1 : 0.5;
            point[0] = radius * Math.cos(angle);
            point[1] = radius * Math.sin(angle);
        }
    },
    /** The square −1..1 by its quadrants: one class where the coordinates' signs agree, the other where they differ. */
    XOR("XOR", 2) {
        @Override
        void place(int label, SplittableRandom random, double[] point) {
            double side = random.nextBoolean() ? 1 : -1;
            point[0] = side * random.nextDouble();
            point[1] = (label == 0 ? side : -side) * random.nextDouble();
        }
    },
    /** Three clouds around the corners of a triangle on the unit circle, each of standard deviation 0.2. */
    GAUSSIANS("Gaussians", 3) {
        @Override
        void place(int label, SplittableRandom random, double[] point) {
            double angle = Math.PI / 2 + 2 * Math.PI * label / classes();
            point[0] = Math.cos(angle) + 0.2 * random.nextGaussian();
            point[1] = Math.sin(angle) + 0.2 * random.nextGaussian();
        }
    };

    private final String label;
    private final int classes;

    ToyShape(String label, int classes) {
        this.label = label;
        this.classes = classes;
    }

    /** The display name. */
    public String label() {
        return label;
    }

    /** The name on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The shape of that name. */
    public static Optional<ToyShape> named(String word) {
        return Arrays.stream(values()).filter(s -> s.word().equals(word)).findFirst();
    }

    public int classes() {
        return classes;
    }

    /** Sets both coordinates of a random point of a class. */
    abstract void place(int label, SplittableRandom random, double[] point);
}
