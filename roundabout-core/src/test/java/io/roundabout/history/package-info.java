/** What vehicles saw, and whether it could have been: the checker behind every fault test. */
@NullMarked
package io.roundabout.history;

import org.jspecify.annotations.NullMarked;
