/** Files: locations, atomic writing, and errors of files that cannot be used. */
package org.kanworkbench.files;
