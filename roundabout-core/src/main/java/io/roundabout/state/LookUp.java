package io.roundabout.state;

import java.io.Serializable;

/**
 * A question about what one state partition holds. It is shipped to the partition and answered at the end of a turn, when
 * everything of that turn is in the state.
 *
 * @param <A> the answer; small, since it travels to the driver
 */
@FunctionalInterface
public interface LookUp<A extends Serializable> extends Serializable {
    /** Answers. Only reads; bounded, because the turn waits. */
    A in(HeldPartition partition);
}
