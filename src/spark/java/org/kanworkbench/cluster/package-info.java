/** Trials on Apache Spark: all that speaks Spark, compiled by the Maven profile spark alone. */
package org.kanworkbench.cluster;
