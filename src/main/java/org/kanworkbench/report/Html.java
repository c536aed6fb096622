package org.kanworkbench.report;

import java.util.List;
import java.util.stream.Collectors;
import org.kanworkbench.files.Column;
import org.kanworkbench.plot.Plot;
import org.kanworkbench.plot.StyleSheets;

/** Parts of a self-contained page without scripts or other files. */
public final class Html {

    /** The style with named colours, see {@link StyleSheets#resolved}. */
    private static final String STYLE = """
            body { font: 15px/1.5 Roboto, Helvetica, Arial, sans-serif; color: -text; max-width: 1040px; margin: 32px auto; padding: 0 16px }
            h1 { font-size: 24px } h2 { font-size: 18px; margin-top: 32px }
            .verdict { font-size: 17px; border-left: 4px solid -series-1; padding: 8px 16px; background: -surface-window }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 13px; margin: 12px 0 }
            th, td { border-bottom: 1px solid -hairline; padding: 4px 10px; text-align: right; white-space: nowrap }
            th { color: -text-muted } td:first-child, th:first-child { text-align: left }
            pre { background: -surface-window; padding: 12px; overflow-x: auto; font-size: 12px }
            .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(480px, 1fr)); gap: 12px } svg { width: 100%; height: auto }
            """;

    private final StringBuilder body = new StringBuilder();
    private final String title;

    public Html(String title) {
        this.title = title;
        body.append("<h1>").append(escape(title)).append("</h1>\n");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    public Html heading(String text) {
        body.append("<h2>").append(escape(text)).append("</h2>\n");
        return this;
    }

    public Html paragraph(String text) {
        body.append("<p>").append(escape(text)).append("</p>\n");
        return this;
    }

    public Html verdict(String text) {
        body.append("<p class=\"verdict\">").append(escape(text)).append("</p>\n");
        return this;
    }

    public Html preformatted(String text) {
        body.append("<pre>").append(escape(text)).append("</pre>\n");
        return this;
    }

    public Html plots(List<Plot> plots) {
        body.append("<div class=\"plots\">\n");
        plots.forEach(plot -> body.append("<div>").append(PlotFiles.svg(plot)).append("</div>\n"));
        body.append("</div>\n");
        return this;
    }

    public <T> Html table(List<Column<T>> columns, List<T> rows) {
        List<List<String>> lines = Column.texts(columns, rows);
        body.append("<table>\n<tr>").append(cells("th", lines.getFirst())).append("</tr>\n");
        lines.stream()
                .skip(1)
                .forEach(line -> body.append("<tr>").append(cells("td", line)).append("</tr>\n"));
        body.append("</table>\n");
        return this;
    }

    private static String cells(String tag, List<String> values) {
        return values.stream()
                .map(value -> "<" + tag + ">" + escape(value) + "</" + tag + ">")
                .collect(Collectors.joining());
    }

    public String document() {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>" + escape(title)
                + "</title><style>\n" + StyleSheets.light().resolved(STYLE) + "</style></head>\n<body>\n" + body
                + "</body>\n</html>\n";
    }
}
