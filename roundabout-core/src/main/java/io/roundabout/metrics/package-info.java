/**
 * What a machine sees of the hub: numbers that are scraped, or sent to Graphite. Before it: {@code io.roundabout.hub}, which
 * supplies the values. After it: Prometheus, Graphite, and who is paged by them.
 */
@NullMarked
package io.roundabout.metrics;

import org.jspecify.annotations.NullMarked;
