package io.roundabout.hub;

import java.util.ArrayList;
import java.util.List;

/** The beginning and the end of something too long for a person. Pure functions. */
final class Excerpt {
    private static final int FIRST = 5;
    private static final int LAST = 1;

    private Excerpt() {}

    /** Returns the first lines and the last, and between them how many are left out; all of them where these are few. */
    static List<String> of(List<String> lines) {
        int leftOut = lines.size() - FIRST - LAST;
        if (leftOut <= 1) {
            return lines;
        }
        List<String> excerpt = new ArrayList<>(lines.subList(0, FIRST));
        excerpt.add("… " + leftOut + " more …");
        excerpt.addAll(lines.subList(lines.size() - LAST, lines.size()));
        return excerpt;
    }
}
