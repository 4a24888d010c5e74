package io.roundabout.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InMemoryHeldStateTest extends HeldStateContract {
    @Override
    protected HeldState open() {
        return new InMemoryHeldState();
    }

    @Test
    void comesBackFromItsBytes() {
        InMemoryHeldState state = new InMemoryHeldState();
        state.put(new byte[] {1}, new byte[] {2, 3});
        state.put(new byte[] {-1}, new byte[0]);

        InMemoryHeldState restored = InMemoryHeldState.read(state.write());

        assertThat(restored.size()).isEqualTo(2);
        assertThat(restored.get(new byte[] {1})).isEqualTo(new byte[] {2, 3});
        assertThat(restored.get(new byte[] {-1})).isEmpty();
    }
}
