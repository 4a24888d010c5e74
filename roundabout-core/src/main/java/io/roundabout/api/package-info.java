/**
 * What people and their tools see of the hub over HTTP. Before it: {@code io.roundabout.hub}, which supplies the views. After
 * it: the commands, and whoever watches the hub.
 */
@NullMarked
package io.roundabout.api;

import org.jspecify.annotations.NullMarked;
