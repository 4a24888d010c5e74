package io.roundabout.pipeline;

import java.util.Optional;

/**
 * What a join makes of a group; at most one of the two is given.
 *
 * @param select Spark SQL select list over the inputs
 * @param className Java class of the user that judges groups and makes results
 */
public record ResultRule(Optional<String> select, Optional<String> className) {
    /** What holds where a file says nothing: the bodies as they were sent, by input. */
    public static final ResultRule BODIES = new ResultRule(Optional.empty(), Optional.empty());
}
