package io.roundabout.outbox;

import java.io.Serializable;

/**
 * The part of an output that one state partition holds. Messages of a lane are numbered 0, 1, 2, … as they are made and
 * keep their number for ever.
 *
 * @param address address the output is collected at: an output's or mailbox's name, or {@code dead/NAME}
 * @param partition the state partition, from 0
 */
public record Lane(String address, int partition) implements Serializable {}
