package org.kanworkbench.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The colours of runs as readers with and without colour blindness see them. */
class ColourVisionTest {

    /** In OKLab, where 0.02 is about what can just be noticed. */
    private static final double APART = 0.035;

    private static final int PUBLISHED = 6;

    /** Linear RGB to what is seen: G. M. Machado et al., IEEE TVCG 15(6), 2009, severity 1. */
    enum Vision {
        NORMAL(1, 0, 0, 0, 1, 0, 0, 0, 1),
        PROTANOPIA(0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998),
        DEUTERANOPIA(0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881),
        TRITANOPIA(1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900);

        private final double[] matrix;

        Vision(double... matrix) {
            this.matrix = matrix;
        }

        /** Björn Ottosson, A perceptual color space for image processing, 2020. */
        private double[] oklab(Colour colour) {
            double[] rgb = times(
                    matrix,
                    Contrast.linear(colour.red()),
                    Contrast.linear(colour.green()),
                    Contrast.linear(colour.blue()));
            for (int i = 0; i < 3; i++) {
                rgb[i] = Math.clamp(rgb[i], 0, 1);
            }
            double[] lms = times(LMS, rgb);
            for (int i = 0; i < 3; i++) {
                lms[i] = Math.cbrt(lms[i]);
            }
            return times(LAB, lms);
        }

        private double distance(Colour first, Colour second) {
            double[] a = oklab(first);
            double[] b = oklab(second);
            return Math.sqrt(IntStream.range(0, 3)
                    .mapToDouble(i -> (a[i] - b[i]) * (a[i] - b[i]))
                    .sum());
        }
    }

    private static final double[] LMS = {
        0.4122214708,
        0.5363325363,
        0.0514459929,
        0.2119034982,
        0.6806995451,
        0.1073969566,
        0.0883024619,
        0.2817188376,
        0.6299787005
    };

    private static final double[] LAB = {
        0.2104542553,
        0.7936177850,
        -0.0040720468,
        1.9779984951,
        -2.4285922050,
        0.4505937099,
        0.0259040371,
        0.7827717662,
        -0.8086757660
    };

    private static double[] times(double[] matrix, double... vector) {
        double[] product = new double[3];
        for (int i = 0; i < 9; i++) {
            product[i / 3] += matrix[i] * vector[i % 3];
        }
        return product;
    }

    static Stream<Arguments> palettes() {
        return Stream.of(Vision.values())
                .flatMap(vision -> Stream.of(
                        Arguments.of(vision, "light", StyleSheets.light()),
                        Arguments.of(vision, "dark", StyleSheets.dark()),
                        Arguments.of(vision, "bright", StyleSheets.light().with("palette-tol-bright")),
                        Arguments.of(vision, "vibrant", StyleSheets.light().with("palette-tol-vibrant"))));
    }

    /** The published six are taken as they are. */
    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("palettes")
    void every_reader_tells_the_added_colours_from_all_others(Vision vision, String name, StyleSheets colours) {
        List<Colour> series = IntStream.rangeClosed(1, Palette.SERIES)
                .mapToObj(i -> colours.colour("-series-" + i))
                .toList();
        for (int added = PUBLISHED; added < Palette.SERIES; added++) {
            for (int other = 0; other < added; other++) {
                assertThat(vision.distance(series.get(added), series.get(other)))
                        .as("series %d and %d", added + 1, other + 1)
                        .isGreaterThan(APART);
            }
        }
    }
}
