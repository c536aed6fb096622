package org.kanworkbench.app.controls;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelWriter;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Region;
import javafx.scene.layout.TilePane;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.controls.setting.Parsing;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.data.Examples;

/** Examples of a data set, as pictures where they are pictures, each with its caption. */
public final class ExampleGallery extends VBox {

    private static final int VALUES = 6;

    /**
     * @param row of the examples
     * @param caption below it, may be empty; asked for when it is shown, as there may be very many
     */
    public record Item(int row, Supplier<String> caption) {}

    private final Label title = Styled.of(new Label(), "gallery-title");
    private final TilePane pictures = Styled.of(new TilePane(), "gallery-pictures");
    private final Button more = Styled.of(new Button(), "small", "gallery-more");

    private Dataset dataset;
    private Examples examples;
    private List<Item> items = List.of();
    private int shown;
    private int page = 20;

    public ExampleGallery() {
        getStyleClass().add("gallery");
        title.setWrapText(true);
        more.setId("gallery-more");
        more.setMinWidth(Region.USE_PREF_SIZE);
        more.setOnAction(_ -> showMore());
        title.managedProperty().bind(title.textProperty().isNotEmpty());
        Showing.now(more, false);
        getChildren().addAll(title, pictures, more);
    }

    public int getPage() {
        return page;
    }

    /** How many are shown at first, and with every press for more. */
    public void setPage(int count) {
        page = count;
    }

    /** @param all what is shown, page by page */
    public void show(String heading, Dataset source, Examples from, List<Item> all) {
        title.setText(heading);
        dataset = source;
        examples = from;
        items = all;
        shown = 0;
        pictures.getChildren().clear();
        showMore();
    }

    /** Whether more was asked for than the first page. */
    public boolean expanded() {
        return shown > page;
    }

    private void showMore() {
        int end = Math.min(items.size(), shown + page);
        for (; shown < end; shown++) {
            pictures.getChildren().add(node(items.get(shown)));
        }
        Showing.now(more, shown < items.size());
        more.setText("Show " + Math.min(page, items.size() - shown) + " more of " + items.size());
    }

    private Node node(Item item) {
        float[] values = new float[examples.features().width()];
        examples.features().copyRow(item.row(), values, 0);
        VBox box = new VBox(
                dataset.image().<Node>map(shape -> picture(values, shape)).orElseGet(() -> numbers(values)));
        box.setId("example-" + item.row());
        box.getStyleClass().add("gallery-item");
        if (dataset.image().isEmpty()) {
            box.getStyleClass().add("numbers");
        }
        String text = item.caption().get();
        if (!text.isEmpty()) {
            Label caption = Styled.of(new Label(text), "type-hint");
            box.getStyleClass().add("captioned");
            box.getChildren().add(caption);
        }
        return box;
    }

    /** Pixels lie on −1 (black) to 1 (white). */
    private static ImageView picture(float[] values, ImageShape shape) {
        WritableImage image = new WritableImage(shape.width(), shape.height());
        PixelWriter pixels = image.getPixelWriter();
        for (int y = 0; y < shape.height(); y++) {
            for (int x = 0; x < shape.width(); x++) {
                pixels.setColor(x, y, colour(values, shape, y * shape.width() + x));
            }
        }
        ImageView view = new ImageView(image);
        view.setFitWidth(2.0 * shape.width());
        view.setFitHeight(2.0 * shape.height());
        view.setSmooth(false);
        return view;
    }

    private static Color colour(float[] values, ImageShape shape, int pixel) {
        double[] channels = new double[3];
        for (int c = 0; c < 3; c++) {
            int plane = c % shape.colours() * shape.height() * shape.width();
            channels[c] = Math.clamp((values[plane + pixel] + 1) / 2, 0, 1);
        }
        return Color.color(channels[0], channels[1], channels[2]);
    }

    /** The first columns, in their own units, with their names when it is pointed at. */
    private Label numbers(float[] values) {
        List<ColumnScaling.Column> columns =
                dataset.scaling().map(ColumnScaling::columns).orElse(List.of());
        int count = Math.min(VALUES, values.length);
        List<String> texts = IntStream.range(0, count)
                .mapToObj(i ->
                        number(columns.isEmpty() ? values[i] : columns.get(i).raw(values[i])))
                .toList();
        Label label = new Label(String.join(", ", texts) + (values.length > VALUES ? ", …" : ""));
        if (!columns.isEmpty()) {
            label.setTooltip(new Tooltip(IntStream.range(0, count)
                    .mapToObj(i -> columns.get(i).name() + " " + texts.get(i))
                    .collect(Collectors.joining("\n"))));
        }
        return label;
    }

    /** Four digits, which hide that a value was standardised and back. */
    private static String number(double value) {
        double rounded = new BigDecimal(value).round(new MathContext(4)).doubleValue();
        double size = Math.abs(rounded);
        String text = size == 0 || size >= 1e-4 && size < 1e7
                ? Parsing.number(rounded)
                : String.format(Locale.ROOT, "%.3g", rounded);
        return text.replace('-', '−');
    }
}
