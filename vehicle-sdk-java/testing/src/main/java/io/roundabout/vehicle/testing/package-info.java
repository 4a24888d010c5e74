/**
 * A hub in memory for the tests of vehicles, without state folder or rules. Before it: a vehicle under test. After it: the
 * test's assertions. Start at {@link FakeHub}.
 */
@NullMarked
package io.roundabout.vehicle.testing;

import org.jspecify.annotations.NullMarked;
