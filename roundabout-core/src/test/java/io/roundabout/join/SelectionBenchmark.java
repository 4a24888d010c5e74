package io.roundabout.join;

import io.roundabout.entrance.BodyFormat;
import io.roundabout.expression.CatalystExpressions;
import io.roundabout.pipeline.Ending;
import io.roundabout.pipeline.Input;
import io.roundabout.pipeline.InputMode;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.ResultRule;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * What a {@code select} costs beside the plain body, in microseconds of processor time a result. Run by hand; each round times both, one after
 * the other, so that what disturbs one disturbs the other. Prints median, least and most of the rounds.
 */
final class SelectionBenchmark {
    private static final int RESULTS = 200_000;
    private static final int GROUPS = 1_024;
    private static final int WARMING_ROUNDS = 5;
    private static final String SQL = "orders.order_id, customers.name, orders.amount * 1.23 AS gross";
    private static final byte[] KEY = "c42".getBytes(StandardCharsets.UTF_8);

    private SelectionBenchmark() {}

    private record Pair(HeldMessage[] parts) implements GroupView {
        @Override
        public byte[] key() {
            return KEY;
        }

        @Override
        public int inputs() {
            return parts.length;
        }

        @Override
        public int count(int input) {
            return 1;
        }

        @Override
        public BodyFormat format(int input, int index) {
            return parts[input].format();
        }

        @Override
        public long arrivedMillis(int input, int index) {
            return 0;
        }

        @Override
        public byte[] body(int input, int index) {
            return parts[input].body();
        }
    }

    /**
     * Runs it.
     *
     * @param arguments rounds, 15 if there is none
     */
    public static void main(String[] arguments) {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 15;
        List<Input> inputs = List.of(new Input("orders", InputMode.ONE), new Input("customers", InputMode.LATEST));
        JoinRule join = new JoinRule(
                "enriched", inputs, Ending.DEFAULT, new ResultRule(Optional.of(SQL), Optional.empty()), "enriched");
        Selection select = new CatalystExpressions().selection(join, new Pipeline(Map.of(), Map.of(), Map.of()));
        ResultBody plain = new ResultBody(List.of("orders", "customers"), Set.of());
        List<Pair> groups = groups();
        double[] plainMicros = new double[rounds];
        double[] selectMicros = new double[rounds];
        for (int round = -WARMING_ROUNDS; round < rounds; round++) {
            double one = micros(groups, pair -> plain.body(pair).length);
            double other = micros(groups, pair -> select.body(pair).length);
            if (round >= 0) {
                plainMicros[round] = one;
                selectMicros[round] = other;
            }
        }
        print("plain body", plainMicros);
        print("select", selectMicros);
    }

    private static double micros(List<Pair> groups, ToIntFunction<Pair> body) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long length = 0;
        long start = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < RESULTS; i++) {
            length += body.applyAsInt(groups.get(i % GROUPS));
        }
        double micros = (threads.getCurrentThreadCpuTime() - start) / 1_000.0 / RESULTS;
        if (length == 0) {
            throw new IllegalStateException("no bodies were made");
        }
        return micros;
    }

    private static void print(String what, double[] micros) {
        Arrays.sort(micros);
        System.out.printf(
                Locale.ROOT,
                "%-10s %.2f us a result (%.2f to %.2f)%n",
                what,
                micros[micros.length / 2],
                micros[0],
                micros[micros.length - 1]);
    }

    /** Orders of some 190 bytes and customers of some 105. */
    private static List<Pair> groups() {
        List<Pair> groups = new ArrayList<>();
        for (int i = 0; i < GROUPS; i++) {
            String order = "{\"order_id\":" + (1_000_000 + i) + ",\"customer\":\"c" + i + "\",\"created\":\"2026-01-0"
                    + (1 + i % 9) + "T10:20:30Z\",\"amount\":" + i + "." + (i % 100) + ",\"currency\":\"EUR\","
                    + "\"lines\":[{\"sku\":\"a-" + i + "\",\"qty\":2},{\"sku\":\"b-" + i + "\",\"qty\":1}],"
                    + "\"note\":\"leave it at the door\"}";
            String customer = "{\"id\":\"c" + i + "\",\"name\":\"Ada Lovelace " + i + "\",\"city\":\"London\","
                    + "\"since\":1843,\"tags\":[\"vip\",\"post\"],\"limit\":5000.00}";
            groups.add(new Pair(new HeldMessage[] {message(order), message(customer)}));
        }
        return groups;
    }

    private static HeldMessage message(String body) {
        return new HeldMessage(0, BodyFormat.JSON, body.getBytes(StandardCharsets.UTF_8));
    }
}
