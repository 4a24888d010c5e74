package io.roundabout.circulation;

import io.roundabout.state.Names;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * The names as tasks see them: sent to where tasks run when there are new ones, and not with every turn, since there may be
 * ten thousands. Confined to the loop's thread.
 */
final class ShippedNames {
    private static final ClassTag<Names> NAMES = ClassTag$.MODULE$.apply(Names.class);

    private @Nullable Broadcast<Names> sent;
    private int count;

    /**
     * Returns the names for the next turn. Those of the turn before may be gone.
     *
     * @param numbers number of each name; names are added to it and never leave, so their count is their version
     */
    Broadcast<Names> of(Map<String, Integer> numbers, SparkContext spark) {
        Broadcast<Names> current = sent;
        if (current == null || count != numbers.size()) {
            if (current != null) {
                current.destroy();
            }
            current = spark.broadcast(Names.of(numbers), NAMES);
            sent = current;
            count = numbers.size();
        }
        return current;
    }
}
