/** The commands for one model: evaluation, edge functions, quantisation and export. */
package org.kanworkbench.cli.model;
