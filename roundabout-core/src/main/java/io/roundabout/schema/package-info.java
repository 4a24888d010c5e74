/**
 * JSON Schema: what a stream says of its bodies, checked when the pipeline is read and compiled for the door. Nothing else of the
 * project touches the library.
 */
@NullMarked
package io.roundabout.schema;

import org.jspecify.annotations.NullMarked;
