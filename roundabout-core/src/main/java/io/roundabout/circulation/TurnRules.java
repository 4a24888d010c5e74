package io.roundabout.circulation;

import io.roundabout.state.Names;
import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;

/**
 * What every partition of a turn goes by.
 *
 * @param text the rules
 * @param names numbers of all names
 */
record TurnRules(RulesText text, Broadcast<Names> names) implements Serializable {}
