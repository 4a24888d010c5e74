package io.roundabout.expression;

import io.roundabout.entrance.BodyFormat;
import io.roundabout.join.GroupView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A group that a test puts together: bodies by input, all of one format. */
record TestingGroup(BodyFormat format, List<List<byte[]>> bodies) implements GroupView {
    /** A group of JSON messages; null is an input without one. */
    static TestingGroup of(@Nullable String... bodies) {
        return new TestingGroup(
                BodyFormat.JSON,
                Arrays.stream(bodies)
                        .map(body -> body == null ? List.<byte[]>of() : List.of(body.getBytes(StandardCharsets.UTF_8)))
                        .toList());
    }

    /** Returns this group with one input more, which has many messages. */
    TestingGroup and(String... messages) {
        List<List<byte[]>> all = new ArrayList<>(bodies);
        all.add(Arrays.stream(messages)
                .map(body -> body.getBytes(StandardCharsets.UTF_8))
                .toList());
        return new TestingGroup(format, all);
    }

    @Override
    public byte[] key() {
        return new byte[] {'k'};
    }

    @Override
    public int inputs() {
        return bodies.size();
    }

    @Override
    public int count(int input) {
        return bodies.get(input).size();
    }

    @Override
    public BodyFormat format(int input, int index) {
        return format;
    }

    @Override
    public long arrivedMillis(int input, int index) {
        return 0;
    }

    @Override
    public byte[] body(int input, int index) {
        return bodies.get(input).get(index);
    }
}
