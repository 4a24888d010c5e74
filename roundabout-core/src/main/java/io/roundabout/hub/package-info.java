/**
 * The hub as a whole: every leg made, joined and closed again, by hand. Before it: the commands, which start it. After it:
 * every other package; nobody imports this one.
 */
@NullMarked
package io.roundabout.hub;

import org.jspecify.annotations.NullMarked;
