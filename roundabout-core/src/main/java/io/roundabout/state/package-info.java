/**
 * Held state as plain keys and values, and the layout of its rows. Before it: {@code io.roundabout.join} and {@code
 * io.roundabout.outbox}, which keep their rows here. After it: the state store that {@code io.roundabout.circulation}
 * drives.
 */
@NullMarked
package io.roundabout.state;

import org.jspecify.annotations.NullMarked;
