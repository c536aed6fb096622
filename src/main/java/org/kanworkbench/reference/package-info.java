/** What a Kolmogorov–Arnold network computes and how it learns, in plain scalar arithmetic: the definition that engines are held to. */
package org.kanworkbench.reference;
