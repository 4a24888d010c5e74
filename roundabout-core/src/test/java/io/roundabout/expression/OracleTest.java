package io.roundabout.expression;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roundabout.join.Selection;
import io.roundabout.pipeline.InputMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** Compares results for random bodies with what Spark itself computes of them, by {@code from_json} and a query. */
class OracleTest {
    private static final long SEED = 20_260_112L;
    private static final int BODIES = 2_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SCHEMA =
            "n DOUBLE, i INT, l BIGINT, d DECIMAL(10,2), s STRING, b BOOLEAN, a ARRAY<STRING>, o STRUCT<x: INT, y: STRING>";
    private static final List<String> EXPRESSIONS = List.of(
            "orders.n * 1.23",
            "orders.n > 0 AND orders.b",
            "orders.i % 7",
            "orders.l DIV 3",
            "orders.d + 0.01",
            "round(orders.d / 3, 4)",
            "upper(orders.s)",
            "length(orders.s) + 1",
            "concat_ws('-', orders.s, orders.i)",
            "coalesce(orders.i, orders.l, -1)",
            "CASE WHEN orders.b THEN orders.s ELSE 'no' END",
            "orders.s LIKE '%1%'",
            "orders.i BETWEEN -5 AND 5",
            "orders.i IN (1, 2, 3)",
            "size(orders.a)",
            "transform(orders.a, x -> concat(x, '!'))",
            "array_contains(orders.a, '1')",
            "orders.o.x + 1",
            "concat(orders.o.y, '')",
            "orders.o IS NULL",
            "named_struct('k', orders.o, 's', orders.s)",
            "try_cast(orders.s AS DOUBLE)");

    private final Random random = new Random(SEED);

    @Test
    void agreesWithSpark() throws Exception {
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < BODIES; i++) {
            bodies.add(body());
        }
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < EXPRESSIONS.size(); i++) {
            list.append(i == 0 ? "" : ", ")
                    .append(EXPRESSIONS.get(i))
                    .append(" AS c")
                    .append(i);
        }
        Selection selection = new TestingRules()
                .with(
                        "orders",
                        InputMode.ONE,
                        Map.of(
                                "n",
                                "double",
                                "i",
                                "int",
                                "l",
                                "bigint",
                                "d",
                                "decimal(10,2)",
                                "s",
                                "string",
                                "b",
                                "boolean",
                                "a",
                                "array<string>",
                                "o",
                                "struct<x: int, y: string>"))
                .with("customers", InputMode.LATEST)
                .select(list.toString());

        List<String> expected = bySpark(bodies, list.toString());

        for (int i = 0; i < BODIES; i++) {
            byte[] ours = selection.body(TestingGroup.of(bodies.get(i), null));
            assertThat(tree(new String(ours, StandardCharsets.UTF_8)))
                    .as("seed %d, body %s", SEED, bodies.get(i))
                    .isEqualTo(tree(expected.get(i)));
        }
    }

    private static JsonNode tree(String json) throws Exception {
        return JSON.readTree(json);
    }

    private static List<String> bySpark(List<String> bodies, String list) throws IOException {
        try (SparkSession spark = SparkSession.builder()
                .master("local[1]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.ansi.enabled", "false")
                .config("spark.sql.legacy.sizeOfNull", "false")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.jsonGenerator.ignoreNullFields", "false")
                .config("spark.sql.shuffle.partitions", "1")
                .getOrCreate()) {
            return spark.createDataset(bodies, Encoders.STRING())
                    .selectExpr("from_json(value, '" + SCHEMA + "') AS orders")
                    .selectExpr("struct(" + list + ") AS row")
                    .selectExpr("to_json(row)")
                    .as(Encoders.STRING())
                    .collectAsList();
        }
    }

    private String body() {
        List<String> fields = new ArrayList<>();
        for (String name : List.of("n", "i", "l", "d", "s", "b", "a", "o", "z")) {
            if (random.nextInt(6) > 0) {
                fields.add(
                        random.nextInt(fields.size() + 1),
                        "\"" + name + "\"" + blank() + ":" + blank() + value(!name.equals("s")) + blank());
            }
        }
        return "{" + String.join(",", fields) + "}";
    }

    private String blank() {
        return random.nextInt(4) == 0 ? " " : "";
    }

    /** As text a value is its JSON as it was sent; Spark writes objects and 12.20 anew, so there are none such. */
    private String value(boolean orContainer) {
        return switch (random.nextInt(orContainer ? 9 : 7)) {
            case 0 -> Integer.toString(random.nextInt(20) - 10);
            case 1 -> Integer.toString(random.nextInt());
            case 2 -> random.nextInt(100) + "." + random.nextInt(100) + "1";
            case 3 -> Boolean.toString(random.nextBoolean());
            case 4 -> "null";
            case 5 ->
                "\"" + List.of("", "1", "12.5", "é\\n\\u0041", "true", "x 1").get(random.nextInt(6)) + "\"";
            case 6 -> "\"word\"";
            case 7 -> "[" + value(false) + "," + blank() + value(false) + "]";
            default -> "{\"x\":" + value(false) + ",\"w\":[1],\"y\":" + value(false) + "}";
        };
    }
}
