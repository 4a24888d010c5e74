package io.roundabout.state;

/** The same terms for the ids of every stream. */
public record TestingIdPolicy(long rememberMillis, boolean replacing) implements IdPolicy {
    /** A day, and conflicts are refused. */
    public static final TestingIdPolicy DEFAULT = new TestingIdPolicy(86_400_000, false);

    @Override
    public long rememberMillis(String stream) {
        return rememberMillis;
    }

    @Override
    public boolean replaces(String stream) {
        return replacing;
    }
}
