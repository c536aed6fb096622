/** Drives the real window as a person would, for pictures and measurements, with or without a display. */
package org.kanworkbench.app.driver;
