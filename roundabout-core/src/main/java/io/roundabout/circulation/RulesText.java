package io.roundabout.circulation;

import java.io.Serializable;

/**
 * The rules as they travel to tasks.
 *
 * @param version counts changes of the rules since the hub started
 * @param pipeline the pipeline as text
 */
record RulesText(long version, String pipeline) implements Serializable {}
