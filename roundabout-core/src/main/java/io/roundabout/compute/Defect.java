package io.roundabout.compute;

/**
 * Why a message adds nothing to a result.
 *
 * @param reason a word of the wire contract
 * @param detail for people
 */
record Defect(String reason, String detail) {}
