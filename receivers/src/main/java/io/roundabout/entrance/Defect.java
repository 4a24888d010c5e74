package io.roundabout.entrance;

import io.roundabout.RefusalCode;

/**
 * Why a message is refused.
 *
 * @param code for programs
 * @param text for people; see {@link Answers#oneLine} for what is sent of it
 */
record Defect(RefusalCode code, String text) {}
