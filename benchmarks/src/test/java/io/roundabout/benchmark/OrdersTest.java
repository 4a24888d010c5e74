package io.roundabout.benchmark;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrdersTest {
    @TempDir
    private Path folder;

    @Test
    void writesALineForEachOrderThatWouldBePushed() throws IOException, InterruptedException {
        Path file = folder.resolve("orders.jsonl");

        Orders.main(new String[] {"file=" + file, "messages=3", "seed=7"});

        List<String> lines = Files.readAllLines(file, US_ASCII);
        assertThat(lines).hasSize(3);
        byte[] last = new byte[Bodies.LONGEST];
        int end = new Bodies(7).write(Lane.ORDERS, 2, last, 0);
        assertThat(lines.get(2)).isEqualTo(new String(last, 0, end, US_ASCII));
    }
}
