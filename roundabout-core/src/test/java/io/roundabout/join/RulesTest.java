package io.roundabout.join;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.pipeline.Input;
import io.roundabout.pipeline.InputMode;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.state.Names;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RulesTest {
    private static final JoinRule PAIR =
            new JoinRule("pair", List.of(new Input("a", InputMode.ONE), new Input("b", InputMode.LATEST)), "pair");

    @Test
    void takesAnyStreamThatNoJoinTakesAsAMailbox() {
        Rules rules = Rules.compile(new Pipeline(Map.of(), Map.of("pair", PAIR), Map.of()));

        assertThat(rules.isMailbox("a")).isFalse();
        assertThat(rules.isMailbox("letters")).isTrue();
    }

    @Test
    void givesEachInputItsPlace() {
        Rules rules = Rules.compile(new Pipeline(Map.of(), Map.of("pair", PAIR), Map.of()));

        assertThat(rules.takersOf("b")).containsExactly(new Rules.Taker(0, 1));
        assertThat(rules.joins().get(0).modes()).containsExactly(InputMode.ONE, InputMode.LATEST);
    }

    @Test
    void namesTravelToATask() throws IOException, ClassNotFoundException {
        Names names = (Names) sent(Names.of(Map.of("a", 1)));

        assertThat(names.name(1)).contains("a");
    }

    private static Object sent(Object value) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }
}
