/** What training and answers take on this machine, alone, beside others and beside another program. */
package org.kanworkbench.bench.engine;
