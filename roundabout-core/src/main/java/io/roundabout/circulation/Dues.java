package io.roundabout.circulation;

import io.roundabout.outbox.LaneTimes;
import java.io.Serializable;

/**
 * What a turn says of when something of a partition is due.
 *
 * @param nextMillis when something that is held by joins and computes for a time only is due, or a time before that, in hub
 *     time, milliseconds since 1970; {@link Long#MAX_VALUE} if nothing is
 * @param lanes when something that waits to be collected is due
 */
record Dues(long nextMillis, LaneTimes lanes) implements Serializable {}
