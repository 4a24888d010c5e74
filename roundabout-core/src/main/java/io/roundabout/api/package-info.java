/**
 * The hub over HTTP, for commands, pages and monitors. Before it: the hub, which says what goes round. After it: {@code
 * io.roundabout.cli} and whoever else asks.
 */
@NullMarked
package io.roundabout.api;

import org.jspecify.annotations.NullMarked;
