/**
 * The classes of pipeline authors: found on the jars they name, kept apart from the hub's own, and asked so that whatever they do
 * is the fault of one group. Before it: {@code io.roundabout.join}, whose joins name them.
 */
@NullMarked
package io.roundabout.classes;

import org.jspecify.annotations.NullMarked;
