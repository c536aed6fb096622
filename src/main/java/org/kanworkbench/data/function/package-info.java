/** Points of functions and tables in double precision, and functions as the command line names them. */
package org.kanworkbench.data.function;
