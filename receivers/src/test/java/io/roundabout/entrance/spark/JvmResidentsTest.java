package io.roundabout.entrance.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JvmResidentsTest {
    private final StringBuilder resident = new StringBuilder("one");

    @AfterEach
    void clear() {
        JvmResidents.remove(StringBuilder.class, resident);
    }

    @Test
    void findsWhatLivesHereUntilItIsRemoved() {
        JvmResidents.put(StringBuilder.class, resident);
        assertThat(JvmResidents.find(StringBuilder.class)).isSameAs(resident);

        JvmResidents.remove(StringBuilder.class, resident);

        assertThatThrownBy(() -> JvmResidents.find(StringBuilder.class))
                .hasMessage("no StringBuilder lives in this JVM");
    }

    @Test
    void holdsOneOfEachType() {
        JvmResidents.put(StringBuilder.class, resident);

        assertThatThrownBy(() -> JvmResidents.put(StringBuilder.class, new StringBuilder("two")))
                .hasMessage("a StringBuilder lives in this JVM already");
    }
}
