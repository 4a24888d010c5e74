package io.roundabout.pipeline;

/**
 * One message of a compute becomes many rows.
 *
 * @param sql Spark SQL of an array
 * @param as name of the column that holds an element of it
 */
public record Explode(String sql, String as) {}
