package io.roundabout.outbox;

import java.io.Serializable;

/**
 * An answer to a {@link PageRequest}.
 *
 * @param request what was asked
 * @param rows messages in order of number
 * @param next number to go on from: every held message below it that was asked for is in {@code rows}
 * @param neededBytes bytes to ask for to get the next message, if not even that one fits; else 0
 */
public record Page(PageRequest request, HeldRows rows, long next, int neededBytes) implements Serializable {}
