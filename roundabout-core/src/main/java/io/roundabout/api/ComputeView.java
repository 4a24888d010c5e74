package io.roundabout.api;

import io.roundabout.api.StatusView.ComputeStatus;

/**
 * A compute: its rules in short, and its counts. One of the JSON of {@code GET /api/v1/computes}.
 *
 * @param name name of the compute, and address where its results are collected
 * @param from the stream or join that feeds it
 * @param key JSON pointer of the key, or the column that {@code explode} makes
 * @param aggregate what is computed, in SQL
 * @param counts what came of its messages, as of the last commit
 */
public record ComputeView(String name, String from, String key, String aggregate, ComputeStatus counts) {}
