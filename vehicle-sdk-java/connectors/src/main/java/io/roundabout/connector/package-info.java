/**
 * Where the records come from that a vehicle pushes: files here and on HDFS, tables of HBase. Before it: whatever holds the
 * data. After it: {@link io.roundabout.vehicle.Vehicle}, which takes each record as a message. Start at {@link Sources}.
 */
@NullMarked
package io.roundabout.connector;

import org.jspecify.annotations.NullMarked;
