package io.roundabout.schema;

import java.nio.charset.StandardCharsets;

/**
 * Measures what a schema costs the door: microseconds for a message of 200 B with six fields, each with a type, three with
 * another rule. Arguments: messages in a round (1,000,000), rounds (5).
 */
public final class SchemaThroughput {
    private static final String SCHEMA = """
            {"type": "object", "required": ["order_id", "customer", "amount"], "properties": {
              "order_id": {"type": "integer"},
              "customer": {"type": "string", "pattern": "^c[0-9]+$"},
              "amount": {"type": "number", "minimum": 0},
              "currency": {"enum": ["EUR", "USD"]},
              "paid": {"type": "boolean"},
              "note": {"type": "string"}}}
            """;

    private SchemaThroughput() {}

    /** Runs it. */
    public static void main(String[] arguments) {
        int messages = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        JsonSchema schema = JsonSchema.compile(SCHEMA);
        byte[] body = body();
        for (int round = 0; round < rounds; round++) {
            long before = System.nanoTime();
            for (int i = 0; i < messages; i++) {
                if (schema.defect(body, 0, body.length).isPresent()) {
                    throw new IllegalStateException("refused");
                }
            }
            System.out.printf(
                    "%.2f us a message of %d B%n", (System.nanoTime() - before) / 1e3 / messages, body.length);
        }
    }

    private static byte[] body() {
        String head =
                "{\"order_id\":1000000,\"customer\":\"c10000\",\"amount\":12.50,\"currency\":\"EUR\",\"paid\":true,"
                        + "\"note\":\"";
        return (head + "x".repeat(198 - head.length()) + "\"}").getBytes(StandardCharsets.UTF_8);
    }
}
