package io.roundabout.state;

/**
 * One state partition during one turn. Confined to the thread of the turn.
 *
 * @param rows its rows
 * @param names numbers of all names in their keys that the turn may touch
 * @param ids the duplicate ids it remembers
 */
public record HeldPartition(HeldState rows, Names names, Ids ids) {
    /** Opens a partition for a turn at hub time {@code nowMillis}, milliseconds since 1970. */
    public static HeldPartition open(HeldState rows, Names names, IdPolicy policy, long nowMillis) {
        return new HeldPartition(rows, names, new Ids(rows, names, policy, nowMillis));
    }
}
