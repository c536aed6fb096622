package org.kanworkbench.app.work;

import java.util.concurrent.Executor;

/**
 * Where work runs.
 *
 * @param background for work that must not keep the interface thread busy
 * @param ui runs actions on the interface thread
 */
public record Threads(Executor background, Executor ui) {}
