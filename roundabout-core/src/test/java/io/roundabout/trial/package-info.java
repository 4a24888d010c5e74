/**
 * Whole hubs on trial: real processes, real sockets, stock clients, and faults. Before it: everything else. After it:
 * nothing.
 */
@NullMarked
package io.roundabout.trial;

import org.jspecify.annotations.NullMarked;
