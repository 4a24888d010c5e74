package io.roundabout.api;

import java.time.Duration;

/** Words for how long something lasts. Pure functions. */
public final class Ages {
    private Ages() {}

    /** Returns a time with its two largest units, such as {@code 3 d 2 h}. */
    public static String text(Duration age) {
        if (age.toDays() > 0) {
            return age.toDays() + " d " + age.toHoursPart() + " h";
        }
        if (age.toHours() > 0) {
            return age.toHours() + " h " + age.toMinutesPart() + " min";
        }
        return age.toMinutes() > 0 ? age.toMinutes() + " min " + age.toSecondsPart() + " s" : age.toSeconds() + " s";
    }
}
