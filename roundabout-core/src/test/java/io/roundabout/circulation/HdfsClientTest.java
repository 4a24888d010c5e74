package io.roundabout.circulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HdfsClientTest {
    /** Hadoop's own 400 ms would be most of a turn. */
    @Test
    void asksSoonWhetherAFileIsWhole() {
        int millis = HdfsClient.settings().getInt("dfs.client.block.write.locateFollowingBlock.initial.delay.ms", 400);

        assertThat(millis).isEqualTo(10);
    }
}
