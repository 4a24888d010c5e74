package io.roundabout.classes;

import io.roundabout.join.GroupView;
import io.roundabout.rule.GroupMessage;
import io.roundabout.rule.MessageGroup;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** A group as a user's class sees it. */
final class HandedGroup implements MessageGroup {
    private final GroupView group;
    private final List<String> inputs;
    private final long nowMillis;
    private final boolean over;

    HandedGroup(GroupView group, List<String> inputs, long nowMillis, boolean over) {
        this.group = group;
        this.inputs = inputs;
        this.nowMillis = nowMillis;
        this.over = over;
    }

    @Override
    public String key() {
        return new String(group.key(), StandardCharsets.UTF_8);
    }

    @Override
    public List<String> inputs() {
        return inputs;
    }

    @Override
    public List<GroupMessage> messages(String input) {
        int index = inputs.indexOf(input);
        if (index < 0) {
            throw new IllegalArgumentException("the join has no input '" + input + "'; it has " + inputs);
        }
        return IntStream.range(0, group.count(index))
                .<GroupMessage>mapToObj(i ->
                        new HandedMessage(group.arrivedMillis(index, i), group.format(index, i), group.body(index, i)))
                .toList();
    }

    @Override
    public Instant now() {
        return Instant.ofEpochMilli(nowMillis);
    }

    @Override
    public boolean isOver() {
        return over;
    }
}
