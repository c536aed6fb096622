/** What the pixels did for a prediction. */
package org.kanworkbench.app.activations.attribution;
