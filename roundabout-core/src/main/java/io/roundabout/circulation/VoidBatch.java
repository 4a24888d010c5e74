package io.roundabout.circulation;

import io.roundabout.entrance.BatchRange;
import java.io.Serializable;

/**
 * A batch that came whole, and of which a turn takes nothing all the same: the id of one of its messages is known with
 * another body.
 *
 * @param cut index of its cut in the turn
 * @param batch where it stands there
 * @param position of that message in the cut
 * @param number of that message in its session
 */
record VoidBatch(int cut, BatchRange batch, int position, long number) implements Serializable {}
