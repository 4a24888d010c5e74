/**
 * Leg 4 of the journey: results and mailbox messages that wait to be collected. Before it: {@code
 * io.roundabout.join}. After it: {@code io.roundabout.gate}.
 */
@NullMarked
package io.roundabout.outbox;

import org.jspecify.annotations.NullMarked;
