package io.roundabout.entrance;

/** Where an entrance stores its cuts while a receiver runs. */
public interface CutSink {

    /**
     * Stores a cut for the loop; returns once it is stored. Called by the entrance's own storing thread, one cut at a time.
     *
     * @throws RuntimeException if it could not be stored; the entrance keeps the cut and stores it again when the next
     *     receiver attaches
     */
    void store(Cut cut);
}
