package io.roundabout.join;

import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.StreamRule;
import java.util.List;
import java.util.Map;

/**
 * The predicate of the rule tests, without SQL: the second input has two messages, or, where it brings one at a time, an even
 * number and the last input is there.
 */
final class WhenInTests {
    static final Expressions EXPRESSIONS = new Expressions() {
        @Override
        public MessageFilter filter(StreamRule rule) {
            throw new IllegalArgumentException(rule.name());
        }

        @Override
        public GroupCondition condition(JoinRule rule, Pipeline pipeline) {
            int input =
                    rule.inputs().stream().map(each -> each.stream()).toList().indexOf("b");
            int last =
                    rule.inputs().stream().map(each -> each.stream()).toList().indexOf("c");
            return group -> {
                boolean even = group.count(input) == 1
                        && Integer.parseInt(new String(group.body(input, 0), java.nio.charset.StandardCharsets.UTF_8))
                                        % 2
                                == 0;
                return group.count(input) >= 2 || (last >= 0 && even && group.count(last) > 0);
            };
        }

        @Override
        public Selection selection(JoinRule rule, Pipeline pipeline) {
            throw new IllegalArgumentException(rule.name());
        }
    };

    private WhenInTests() {}

    /** Returns the same of bodies by stream. */
    static boolean holds(Map<String, List<String>> front) {
        List<String> messages = front.getOrDefault("b", List.of());
        boolean even = messages.size() == 1 && Integer.parseInt(messages.get(0)) % 2 == 0;
        return messages.size() >= 2 || (even && front.containsKey("c"));
    }
}
