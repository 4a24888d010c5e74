/**
 * Leg 2 of the journey: the rules. Messages meet by key, wait, and complete. Before it: {@code
 * io.roundabout.circulation}, which brings arrivals. After it: {@code io.roundabout.outbox}, which holds the results.
 */
@NullMarked
package io.roundabout.join;

import org.jspecify.annotations.NullMarked;
