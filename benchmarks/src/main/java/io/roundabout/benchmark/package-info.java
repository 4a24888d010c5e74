/**
 * Drives a hub from outside and measures it: two vehicles push, one consumer collects, every result is checked. Before it:
 * {@code benchmarks/run}, which starts the hub as a process of its own. After it: a reader, of a table or one JSON line.
 */
@NullMarked
package io.roundabout.benchmark;

import org.jspecify.annotations.NullMarked;
