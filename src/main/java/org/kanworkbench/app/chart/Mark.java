package org.kanworkbench.app.chart;

/**
 * Something that happened at one place of a plot's x axis, for instance a changed learning rate at an epoch.
 *
 * @param text what happened, as the crosshair tells it
 * @param series index into the palette of model colours
 */
public record Mark(double x, String text, int series) {}
