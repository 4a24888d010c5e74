package io.roundabout.outbox;

import java.io.Serializable;

/**
 * A lane that a turn looks at because something in it may be due.
 *
 * @param address its address
 * @param from smallest number to look at; what comes before it is known to be due
 * @param watched whether the gate watches it: only the gate knows what receivers have, so only it lets messages go
 */
public record DueLane(String address, long from, boolean watched) implements Serializable {}
