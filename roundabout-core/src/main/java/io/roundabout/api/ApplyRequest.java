package io.roundabout.api;

/**
 * Asks for other rules.
 *
 * @param pipeline text of a pipeline file that is complete in itself: a schema stands in it, not beside it
 * @param dryRun whether nothing is to change
 * @param allowStranded whether messages may be left for which the new rules have no use
 */
public record ApplyRequest(String pipeline, boolean dryRun, boolean allowStranded) {}
