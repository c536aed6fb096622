/** Writes an exported graph as a program in another language, or as a page, which need nothing of the workbench. */
package org.kanworkbench.quantize.code;
