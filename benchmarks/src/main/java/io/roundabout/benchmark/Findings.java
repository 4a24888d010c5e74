package io.roundabout.benchmark;

import java.util.ArrayList;
import java.util.List;

/** What was wrong in a run, as texts; any makes the run worthless. Thread-safe. */
final class Findings {
    private static final int SHOWN = 10;

    private final List<String> texts = new ArrayList<>();
    private long count;
    private boolean hopeless;

    /** Notes a mistake, after which the run goes on. */
    synchronized void add(String text) {
        count++;
        if (texts.size() < SHOWN) {
            texts.add(text);
        }
    }

    /** Notes what lets nothing more come: whoever waits gives up. */
    synchronized void giveUp(String text) {
        add(text);
        hopeless = true;
    }

    synchronized boolean isHopeless() {
        return hopeless;
    }

    synchronized boolean isEmpty() {
        return count == 0;
    }

    /** Returns the first ten, and how many more there were. */
    synchronized List<String> texts() {
        List<String> shown = new ArrayList<>(texts);
        if (count > texts.size()) {
            shown.add((count - texts.size()) + " more");
        }
        return shown;
    }
}
