/** A hub for tests of vehicles, without state or rules. Before it: a vehicle under test. After it: the test's assertions. */
@NullMarked
package io.roundabout.vehicle.testing;

import org.jspecify.annotations.NullMarked;
