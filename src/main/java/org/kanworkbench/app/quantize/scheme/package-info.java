/** The schemes that are compared, as a table and as a picture. */
package org.kanworkbench.app.quantize.scheme;
