package org.kanworkbench.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Font;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.kanworkbench.plot.Surface.Anchor;
import org.xml.sax.InputSource;

/** What files have of a picture. */
class SurfacesTest {

    private static final Colour PAPER = new Colour(0xffffffff);
    private static final Colour INK = new Colour(0xff0072b2);
    private static final int SIDE = 40;

    /** The left half is clipped away, and then nothing more. */
    private static <S extends Surface> S drawn(S surface) {
        surface.fill(PAPER, 0, 0, SIDE, SIDE);
        surface.clip(20, 0, 20, 20);
        surface.fill(INK, 0, 0, SIDE, 10);
        surface.unclip();
        surface.dot(INK, 10, 30, 5);
        surface.polyline(INK, 4, new double[0], new double[] {20, 40}, new double[] {30, 30}, 2);
        surface.text("a < b & c", INK, 20, 15, Anchor.MIDDLE);
        return surface;
    }

    /** As fine as it is, margin included. */
    private static int pixel(BufferedImage image, double x, double y, double margin) {
        return image.getRGB((int) (2 * (x + margin)), (int) (2 * (y + margin)));
    }

    @Test
    void an_image_has_what_is_drawn_where_it_is_drawn() throws IOException {
        double margin = 8;
        byte[] png = drawn(new ImageSurface(SIDE, SIDE, margin, new Font(Font.SANS_SERIF, Font.PLAIN, 1)))
                .png();
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));

        assertThat(image.getWidth()).isEqualTo(2 * (SIDE + 16));
        assertThat(pixel(image, 5, 5, margin)).isEqualTo(PAPER.argb());
        assertThat(pixel(image, 30, 5, margin)).isEqualTo(INK.argb());
        assertThat(pixel(image, 10, 30, margin)).isEqualTo(INK.argb());
        assertThat(pixel(image, 30, 30, margin)).isEqualTo(INK.argb());
        assertThat(pixel(image, 10, 20, margin)).isEqualTo(PAPER.argb());
    }

    @Test
    void a_vector_file_can_be_read_by_any_reader_of_XML() throws Exception {
        String svg = drawn(new SvgSurface(SIDE, SIDE, 0)).document();

        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(svg)))
                        .getElementsByTagName("text")
                        .item(0)
                        .getTextContent())
                .isEqualTo("a < b & c");
    }

    @Test
    void a_broken_line_has_all_its_dashes() throws IOException {
        double[] dashes = {8, 3, 2, 3};
        ImageSurface image = new ImageSurface(SIDE, SIDE, 0, new Font(Font.SANS_SERIF, Font.PLAIN, 1));
        SvgSurface svg = new SvgSurface(SIDE, SIDE, 0);
        for (Surface surface : List.of(image, svg)) {
            surface.fill(PAPER, 0, 0, SIDE, SIDE);
            surface.polyline(INK, 4, dashes, new double[] {0, 40}, new double[] {30, 30}, 2);
        }

        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(image.png()));
        assertThat(pixel(picture, 12, 30, 0)).isEqualTo(INK.argb());
        assertThat(pixel(picture, 14.5, 30, 0)).as("after the dot").isEqualTo(PAPER.argb());
        assertThat(svg.document()).contains("stroke-dasharray=\"8.0 3.0 2.0 3.0\"");
    }

    /** A page of several plots is one document, in which a name stands for the first that has it. */
    @Test
    void what_has_one_name_in_two_plots_of_a_page_is_the_same() {
        List<String> clips = List.of("one", "several, so that the legend needs more than one row of the page").stream()
                .map(SurfacesTest::plot)
                .map(plot -> PlotDrawing.page(plot, new SvgSurface(PlotDrawing.WIDTH, PlotDrawing.HEIGHT, 0)))
                .flatMap(page -> Pattern.compile("<clipPath id=\"(.*?)\">(.*?)</clipPath>")
                        .matcher(page.document())
                        .results()
                        .map(MatchResult::group))
                .distinct()
                .toList();

        assertThat(clips)
                .hasSize(2)
                .extracting(clip -> clip.substring(0, clip.indexOf('>')))
                .doesNotHaveDuplicates();
    }

    private static Plot plot(String label) {
        double[] x = {1, 10, 100};
        Plot.Curve curve = new Plot.Curve(label, 1, x, new double[] {0.5, 0, 0.2}, new double[3], x);
        return new Plot("name", "Title", "x", "y", true, true, List.of(curve, curve, curve));
    }

    @Test
    void a_point_without_a_number_keeps_no_other_from_its_name() {
        List<Plot.Point> points = List.of(
                new Plot.Point("lost", 0, 1, Double.NaN, Double.NaN, Double.NaN),
                new Plot.Point("found", 1, 2, 3, Double.NaN, Double.NaN));
        Plot plot = new Plot("name", "Title", "x", "y", false, false, 9, List.of(), points);

        assertThat(PlotDrawing.page(plot, new SvgSurface(PlotDrawing.WIDTH, PlotDrawing.HEIGHT, 0))
                        .document())
                .contains(">found<")
                .doesNotContain(">lost<");
    }

    @Test
    void a_report_has_the_colours_of_the_style_sheet() {
        String svg = PlotDrawing.page(plot("model"), new SvgSurface(PlotDrawing.WIDTH, PlotDrawing.HEIGHT, 0))
                .document();

        assertThat(svg)
                .contains("stroke=\"" + StyleSheets.light().colour("-series-2").hex() + "\"")
                .doesNotContain("NaN", "Infinity");
        assertThat(StyleSheets.light().resolved("p { color: -series-2; margin: 0 -4px }"))
                .isEqualTo("p { color: #e69f00; margin: 0 -4px }");
    }

    @Test
    void names_of_close_nodes_run_upwards() throws IOException {
        assertThat(Surface.upwards(12, 20)).isEqualTo(12 * Surface.LETTER);
        assertThat(Surface.upwards(99, 20)).isEqualTo(Surface.MOST_LETTERS * Surface.LETTER);
        assertThat(Surface.upwards(3, 24)).as("short enough").isZero();
        assertThat(Surface.upwards(3, 23)).as("no gap to the next").isPositive();
        assertThat(Surface.upwards(12, 60)).as("room for a few letters").isZero();
        assertThat(Surface.upwards(12, 5)).as("no room for a line").isZero();

        ImageSurface image = new ImageSurface(200, 200, 0, new Font(Font.SANS_SERIF, Font.PLAIN, 1));
        image.fill(PAPER, 0, 0, 200, 200);
        image.textUpwards("holiday=yes", INK, 100, 20);
        BufferedImage pixels = ImageIO.read(new ByteArrayInputStream(image.png()));
        Rectangle inked = new Rectangle(-1, -1);
        for (int at = 0; at < 400 * 400; at++) {
            if (pixels.getRGB(at % 400, at / 400) != PAPER.argb()) {
                inked.add(at % 400, at / 400);
            }
        }
        assertThat(new Rectangle(180, 40, 40, 200)).matches(room -> room.contains(inked));
        assertThat(inked.height).isGreaterThan(3 * inked.width);
    }

    @Test
    void a_name_that_is_cut_keeps_its_number() {
        assertThat(Surface.fitted("kal-net #307", 12)).isEqualTo("kal-net #307");
        assertThat(Surface.fitted("kal-net #307", 10)).isEqualTo("kal-n…#307");
        assertThat(Surface.fitted("efficient-kan #7 (val)", 14)).isEqualTo("effic…#7 (val)");
        assertThat(Surface.fitted("kal-net #307", 5)).isEqualTo("kal-…");
        assertThat(Surface.fitted("learning rate", 6)).isEqualTo("learn…");
        assertThat(Surface.fitted("weekday=Fri", 8)).isEqualTo("week…Fri");
        assertThat(Surface.fitted("weekday=Fri", 4)).isEqualTo("Fri");
        assertThat(Surface.fitted("weekday=Friday", 4)).isEqualTo("Fri…");
        assertThat(Surface.fitted("a column=", 5)).isEqualTo("a co…");
    }
}
