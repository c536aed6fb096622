/** The Draw pane: a drawing, the 28×28 picture that the networks see of it, and what each of them reads in it. */
package org.kanworkbench.app.draw;
