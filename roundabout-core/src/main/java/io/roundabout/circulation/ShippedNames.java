package io.roundabout.circulation;

import io.roundabout.state.Names;
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
    private long version;

    /**
     * Returns the names for the next turn. Those of the turn before may be gone.
     *
     * @param names number of each name
     */
    Broadcast<Names> of(NameBook names, SparkContext spark) {
        Broadcast<Names> current = sent;
        if (current == null || version != names.version()) {
            if (current != null) {
                current.destroy();
            }
            current = spark.broadcast(Names.of(names.all()), NAMES);
            sent = current;
            version = names.version();
        }
        return current;
    }
}
