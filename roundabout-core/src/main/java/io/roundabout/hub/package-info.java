/**
 * The hub as a whole: settings in, doors open, everything wired by hand, and closed in reverse order. Before it: the
 * commands. After it: nothing; nobody imports this package.
 */
@NullMarked
package io.roundabout.hub;

import org.jspecify.annotations.NullMarked;
