package io.roundabout.gate;

/** Hears what becomes of the messages of one output. Called by the gate's thread. */
public interface OutputMeter {
    /** Hears nothing. */
    OutputMeter NOBODY = new OutputMeter() {
        @Override
        public void delivered(long micros) {}

        @Override
        public void redelivered() {}
    };

    /** A message was handed to a link or lease for the first time, so many microseconds after it came. */
    void delivered(long micros);

    /** A message was handed to one once more. */
    void redelivered();
}
