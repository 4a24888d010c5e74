/**
 * A side road of the journey: running results. In the partition where a message came in, its rows are added up by key; the
 * sums travel to the partition of that key, where they are merged into what is kept and made into results. Before it: {@code
 * io.roundabout.circulation}, which brings messages and carries the sums. After it: {@code io.roundabout.outbox}.
 */
@NullMarked
package io.roundabout.compute;

import org.jspecify.annotations.NullMarked;
