/** Attribution of predictions to pixels. */
package org.kanworkbench.app.activations.attribution;
