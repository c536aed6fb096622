/** KAN Workbench: a desktop workbench for Kolmogorov-Arnold networks. Its parts are the packages below; here is where it starts. */
package org.kanworkbench;
