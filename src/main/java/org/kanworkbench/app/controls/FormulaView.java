package org.kanworkbench.app.controls;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.css.StyleablePropertyFactory;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.image.ImageView;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.stage.Screen;
import org.scilab.forge.jlatexmath.ParseException;
import org.scilab.forge.jlatexmath.TeXConstants;
import org.scilab.forge.jlatexmath.TeXFormula;
import org.scilab.forge.jlatexmath.TeXIcon;

/**
 * A typeset formula, which sits on the line of the text around it. One that cannot be typeset is shown as it is written. CSS: {@code
 * -kw-ink} is its colour, {@code -kw-size} the size of the text in pixels.
 */
public final class FormulaView extends Region {

    /** Of its size, to which a formula is made smaller where it is too wide. */
    private static final double LEAST_SHARE = 0.6;

    private static final StyleablePropertyFactory<FormulaView> FACTORY =
            new StyleablePropertyFactory<>(Region.getClassCssMetaData());

    private final StyleableProperty<Color> ink =
            FACTORY.createStyleableColorProperty(this, "ink", "-kw-ink", view -> view.ink, Color.BLACK);
    private final StyleableProperty<Number> size =
            FACTORY.createStyleableNumberProperty(this, "size", "-kw-size", view -> view.size, 14);

    private final boolean display;
    private String tex;
    /** Width that it is made smaller for, infinite for any. */
    private double most = Double.POSITIVE_INFINITY;

    private final ImageView picture = new ImageView();
    /** Pixels of the screen for one of the window: a picture of any other size would lose its thinnest lines. */
    private final double fineness = Screen.getPrimary().getOutputScaleX();

    private double ascent;

    /** @param display on a line of its own */
    public FormulaView(String tex, boolean display) {
        this.tex = tex;
        this.display = display;
        getStyleClass().add("formula");
        getChildren().add(picture);
        setAccessibleText(tex);
        ((ObservableValue<?>) ink).addListener(_ -> paint());
        ((ObservableValue<?>) size).addListener(_ -> paint());
        paint();
    }

    /** @throws ParseException when that is not a formula */
    public static TeXFormula parsed(String tex) {
        return new TeXFormula(tex);
    }

    /**
     * Shows another formula.
     *
     * @param width a wider one is made smaller, as far as it can still be read
     */
    public void show(String newTex, double width) {
        if (!newTex.equals(tex) || width != most) {
            tex = newTex;
            most = width;
            setAccessibleText(tex);
            paint();
        }
    }

    private void paint() {
        TeXIcon icon = icon();
        Color colour = ink.getValue();
        icon.setForeground(
                new java.awt.Color((float) colour.getRed(), (float) colour.getGreen(), (float) colour.getBlue(), (float)
                        colour.getOpacity()));
        BufferedImage image = new BufferedImage(icon.getIconWidth(), icon.getIconHeight(), BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        icon.paintIcon(null, graphics, 0, 0);
        graphics.dispose();
        picture.setImage(SwingFXUtils.toFXImage(image, null));
        picture.setFitWidth((double) icon.getIconWidth() / fineness);
        picture.setFitHeight((double) icon.getIconHeight() / fineness);
        ascent = (double) (icon.getIconHeight() - icon.getIconDepth()) / fineness;
        requestLayout();
    }

    private TeXIcon icon() {
        int style = display ? TeXConstants.STYLE_DISPLAY : TeXConstants.STYLE_TEXT;
        float points = (float) (size.getValue().doubleValue() * fineness);
        TeXFormula formula;
        try {
            formula = parsed(tex);
        } catch (ParseException e) {
            return parsed("\\text{" + tex.replaceAll("[\\\\{}^_]", " ") + "}").createTeXIcon(style, points);
        }
        TeXIcon full = formula.createTeXIcon(style, points);
        double share = most * fineness / full.getIconWidth();
        if (share >= 1) {
            return full;
        }
        float smaller = (float) (points * Math.max(share, LEAST_SHARE));
        return (share >= LEAST_SHARE ? formula : wrapped(style, smaller)).createTeXIcon(style, smaller);
    }

    /** As many terms of a sum in a line as there is room for. */
    private TeXFormula wrapped(int style, float points) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String term : terms(tex)) {
            boolean fits = parsed(line + term).createTeXIcon(style, points).getIconWidth() <= most * fineness;
            if (!fits && !line.isEmpty()) {
                lines.add(line);
                // With nothing on its left a sign would stand close to what it adds.
                line = "{}";
            }
            line += term;
        }
        lines.add(line);
        String displayed = display ? "\\displaystyle " : "";
        return parsed(
                lines.size() == 1
                        ? tex
                        : "\\begin{array}{l}" + displayed + String.join("\\\\" + displayed, lines) + "\\end{array}");
    }

    /** The terms of a sum with their signs, which may be a single one. */
    private static List<String> terms(String tex) {
        List<String> terms = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int at = 0; at < tex.length(); at++) {
            if (tex.startsWith("{", at) || tex.startsWith("\\left", at)) {
                depth++;
            } else if (tex.startsWith("}", at) || tex.startsWith("\\right", at)) {
                depth--;
            } else if (depth == 0 && (tex.startsWith(" + ", at) || tex.startsWith(" - ", at))) {
                terms.add(tex.substring(from, at));
                from = at;
            }
        }
        terms.add(tex.substring(from));
        return terms;
    }

    @Override
    public double getBaselineOffset() {
        return ascent;
    }

    @Override
    protected double computePrefWidth(double height) {
        return picture.getFitWidth();
    }

    @Override
    protected double computePrefHeight(double width) {
        return picture.getFitHeight();
    }

    @Override
    protected double computeMinWidth(double height) {
        return computePrefWidth(height);
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected void layoutChildren() {
        picture.relocate(0, 0);
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return FACTORY.getCssMetaData();
    }
}
