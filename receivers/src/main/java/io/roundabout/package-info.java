/**
 * Values and errors that every leg of the journey shares. Neighbours: everything above imports this package; it imports
 * nothing of ours.
 */
@NullMarked
package io.roundabout;

import org.jspecify.annotations.NullMarked;
