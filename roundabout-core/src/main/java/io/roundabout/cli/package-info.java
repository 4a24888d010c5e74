/**
 * The commands. Before it: a person at a terminal, or a script. After it: the vehicle SDK, the pipeline file, and the hub's
 * HTTP door; the hub itself is started through {@link HubLauncher}.
 */
@NullMarked
package io.roundabout.cli;

import org.jspecify.annotations.NullMarked;
