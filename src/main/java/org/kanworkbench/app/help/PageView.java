package org.kanworkbench.app.help;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.ListItem;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.parser.Parser;
import org.kanworkbench.app.controls.FormulaView;
import org.kanworkbench.app.controls.Styled;

/** Lays a page out: headings, paragraphs with formulas in their lines, lists, tables and programs. */
record PageView(Formulas formulas, Consumer<String> follow) {

    private static final Parser PARSER =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();

    /** @param follow gets the destination of a link that is clicked */
    static VBox of(String markdown, Consumer<String> follow) {
        Formulas formulas = Formulas.of(markdown);
        VBox page = Styled.of(new VBox(), "page");
        new PageView(formulas, follow).blocks(PARSER.parse(formulas.text()), page);
        return page;
    }

    private void blocks(org.commonmark.node.Node parent, VBox into) {
        for (var block = parent.getFirstChild(); block != null; block = block.getNext()) {
            into.getChildren().add(block(block));
        }
    }

    private Node block(org.commonmark.node.Node block) {
        return switch (block) {
            case Heading heading -> flow(heading, "page-heading-" + heading.getLevel());
            case Paragraph paragraph -> flow(paragraph, "page-text");
            case FencedCodeBlock fence when "math".equals(fence.getInfo()) -> formula(fence.getLiteral());
            case FencedCodeBlock fence -> program(fence.getLiteral());
            case IndentedCodeBlock code -> program(code.getLiteral());
            case BulletList list -> list(list, -1);
            case OrderedList list -> list(list, list.getMarkerStartNumber());
            case TableBlock table -> table(table);
            default -> flow(block, "page-text");
        };
    }

    private static Node formula(String tex) {
        return Styled.of(new HBox(new FormulaView(tex.strip(), true)), "page-formula");
    }

    private static Node program(String text) {
        Label label = Styled.of(new Label(text.stripTrailing()), "page-program");
        label.setMaxWidth(Double.MAX_VALUE);
        return label;
    }

    /** @param first number of the first item; -1 for bullets */
    private Node list(org.commonmark.node.Node list, int first) {
        VBox items = Styled.of(new VBox(), "page-list");
        int number = first;
        for (var item = list.getFirstChild(); item != null; item = item.getNext()) {
            VBox content = new VBox();
            blocks((ListItem) item, content);
            HBox.setHgrow(content, Priority.ALWAYS);
            Label mark = Styled.of(new Label(number < 0 ? "•" : number++ + "."), "page-mark");
            items.getChildren().add(new HBox(mark, content));
        }
        return items;
    }

    private Node table(TableBlock table) {
        GridPane grid = Styled.of(new GridPane(), "page-table");
        int row = 0;
        for (var part = table.getFirstChild(); part != null; part = part.getNext()) {
            for (var line = part.getFirstChild(); line != null; line = line.getNext()) {
                int column = 0;
                for (var cell = ((TableRow) line).getFirstChild(); cell != null; cell = cell.getNext()) {
                    TextFlow text = flow((TableCell) cell, part instanceof TableHead ? "page-head" : "page-cell");
                    grid.add(text, column++, row);
                }
                row++;
            }
        }
        return grid;
    }

    private TextFlow flow(org.commonmark.node.Node block, String style) {
        TextFlow flow = Styled.of(new TextFlow(), style);
        inline(block, List.of(), flow);
        return flow;
    }

    private void inline(org.commonmark.node.Node parent, List<String> styles, TextFlow into) {
        for (var node = parent.getFirstChild(); node != null; node = node.getNext()) {
            switch (node) {
                case org.commonmark.node.Text text -> text(text.getLiteral(), styles, into);
                case Code code -> into.getChildren().add(words(code.getLiteral(), with(styles, "page-code")));
                case Emphasis emphasis -> inline(emphasis, with(styles, "page-emphasis"), into);
                case StrongEmphasis strong -> inline(strong, with(styles, "page-strong"), into);
                case SoftLineBreak _ -> into.getChildren().add(words(" ", styles));
                case HardLineBreak _ -> into.getChildren().add(words("\n", styles));
                case Link link
                when leads(link.getDestination()) -> into.getChildren().add(link(link));
                default -> inline(node, styles, into);
            }
        }
    }

    private void text(String marked, List<String> styles, TextFlow into) {
        formulas.split(
                marked,
                words -> into.getChildren().add(words(words, styles)),
                tex -> into.getChildren().add(new FormulaView(tex, false)));
    }

    private static Text words(String words, List<String> styles) {
        Text text = Styled.of(new Text(words), "page-words");
        text.getStyleClass().addAll(styles);
        return text;
    }

    /** The other documents, which pages refer to, are not in the workbench. */
    private static boolean leads(String destination) {
        return destination.startsWith("http") || HelpPage.at(destination).isPresent();
    }

    private Node link(Link link) {
        StringBuilder name = new StringBuilder();
        for (var node = link.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof org.commonmark.node.Text text) {
                name.append(text.getLiteral());
            } else if (node instanceof Code code) {
                name.append(code.getLiteral());
            } else {
                name.append(' ');
            }
        }
        Hyperlink shown = Styled.of(new Hyperlink(name.toString()), "page-link");
        shown.setTooltip(new Tooltip(link.getDestination()));
        shown.setOnAction(_ -> {
            shown.setVisited(false);
            follow.accept(link.getDestination());
        });
        return shown;
    }

    private static List<String> with(List<String> styles, String more) {
        return Stream.concat(styles.stream(), Stream.of(more)).toList();
    }
}
