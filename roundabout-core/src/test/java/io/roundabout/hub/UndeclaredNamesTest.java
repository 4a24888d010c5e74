package io.roundabout.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class UndeclaredNamesTest {
    @Test
    void takesNamesUntilThereAreEnough() {
        UndeclaredNames names = new UndeclaredNames(Set.of("a"), 2);
        assertThat(names.admits("b")).isTrue();
        assertThat(names.admits("c")).isFalse();
        assertThat(names.admits("a")).isTrue();
        assertThat(names.admits("b")).isTrue();
    }

    @Test
    void takesKnownNamesThoughThereAreTooMany() {
        UndeclaredNames names = new UndeclaredNames(Set.of("a", "b"), 1);
        assertThat(names.admits("b")).isTrue();
        assertThat(names.admits("c")).isFalse();
    }
}
