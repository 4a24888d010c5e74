package io.roundabout.trial;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.hub.RoundaboutMain;
import io.roundabout.vehicle.CollectedMessage;
import io.roundabout.vehicle.Collecting;
import io.roundabout.vehicle.Vehicle;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One vehicle pushes a file from HDFS, another a table of HBase; the hub joins them, and a third collects. What is collected
 * goes to HDFS and to HBase again.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SourcesIT {
    private static final int CUSTOMERS = 1_200;
    private static final String FORTY_TWO = "\\x00".repeat(7) + "\\x2A";
    private static final String PIPELINE = """
            version: 1
            streams:
              orders:    {key: /customer}
              customers: {key: /row}
              counters:  {key: none}
              shipped:   {key: /customer}
              back:      {key: /customer}
              people:    {key: /row}
              copies:    {key: /row}
            joins:
              enriched: {inputs: {orders: one, customers: latest}}
            """;

    @TempDir
    private static Path folder;

    private static HubProcess hub;
    private static ServersProcess servers;

    /** What a command wrote to stderr, and its exit code. */
    private record Told(int code, String words) {}

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                Files.isDirectory(Path.of("target", "hbase")), "skipped: no target/hbase; run mvn verify");
        servers = ServersProcess.in(folder, cells());
        hub = HubProcess.in(folder).pipeline(PIPELINE).start();
    }

    /**
     * Customers with a name and a secret in bytes; counters in text and in bytes, one of them with a key of bytes; a copy that
     * a newer one is to replace.
     */
    private static List<String> cells() {
        List<String> cells = new ArrayList<>(List.of(
                "counters\ttext\tf:n\t42",
                "counters\twhole\tf:n\t" + FORTY_TWO,
                "counters\t\\xFF\tf:n\t1",
                "copies\tc7\tf:name\tolder"));
        for (int i = 0; i < CUSTOMERS; i++) {
            cells.add("customers\tc%1$d\tf:name\tname \\xC3\\xA9 %1$d".formatted(i));
            cells.add("customers\tc%1$d\tf:secret\t%2$s".formatted(i, FORTY_TWO));
        }
        return cells;
    }

    @AfterAll
    static void kill() {
        if (hub != null) {
            hub.close();
        }
        if (servers != null) {
            servers.close();
        }
    }

    @Test
    void joinsAFileOfHdfsWithATableOfHBase() throws IOException, InterruptedException {
        write("/in/orders-1.csv.gz", orders(0, CUSTOMERS / 2));
        write("/in/orders-2.csv.gz", orders(CUSTOMERS / 2, CUSTOMERS));

        String files = servers.hdfs() + "/in/orders-*.csv.gz";
        Told orders = push("orders", files, "--types", "n=number", "--parallel", "2");
        Told customers = push("customers", table("customers?columns=f:name"));

        assertThat(orders.words()).contains("pushed 1200 messages to orders");
        assertThat(customers.words()).contains("pushed 1200 messages to customers");
        assertThat(List.of(orders.code(), customers.code())).containsOnly(0);
        Map<String, String> inPython = collectInPython("enriched", CUSTOMERS / 2);
        assertThat(inPython).as("the third vehicle, in Python").hasSize(CUSTOMERS / 2);
        Map<String, String> collected = collect("enriched");
        assertThat(collected).as("what it left").hasSize(CUSTOMERS / 2).doesNotContainKeys(keys(inPython));
        collected.putAll(inPython);
        assertThat(collected)
                .hasSize(CUSTOMERS)
                .containsEntry("c7", enriched(7))
                .allSatisfy((key, body) -> assertThat(body).isEqualTo(enriched(Integer.parseInt(key.substring(1)))));
        assertThat(push("orders", files, "--types", "n=number").words())
                .contains("orders-1.csv.gz: already pushed")
                .contains("orders-2.csv.gz: already pushed")
                .contains("1200 were pushed before");
        assertThat(push("customers", table("customers?columns=f:name")).words())
                .as("rows are known by key and newest cell")
                .contains("1200 of them were known by their ids");
    }

    @Test
    void collectsIntoParquetOnHdfs() throws IOException, InterruptedException {
        write("/in/shipped.csv.gz", orders(0, CUSTOMERS));
        push("shipped", servers.hdfs() + "/in/shipped.csv.gz", "--types", "n=number");
        mkdir("/out");
        String target = servers.hdfs() + "/out/shipped.parquet";
        CommandProcess.Told told =
                CommandProcess.run(hub, folder, "collect", "shipped", "--to", target, "--roll-messages", "500");
        assertThat(told.code()).as(told.err()).isZero();
        assertThat(told.out())
                .hasSize(3)
                .allSatisfy(name -> assertThat(name).matches(servers.hdfs() + "/out/shipped-.*-0000[123].parquet"));
        assertThat(push("back", servers.hdfs() + "/out/*.parquet").words()).contains("pushed 1200 messages to back");
        assertThat(collect("back")).hasSize(CUSTOMERS).containsEntry("c7", "{\"n\":7,\"customer\":\"c7\"}");
        assertThat(list("/out")).as("nothing hidden is left").hasSize(3);
    }

    @Test
    void collectsIntoATable() throws IOException, InterruptedException {
        push("people", table("customers?columns=f:name"));
        CommandProcess.Told told =
                CommandProcess.run(hub, folder, "collect", "people", "--to", table("copies?row=/row"));
        assertThat(told.code()).as(told.err()).isZero();
        assertThat(told.out()).isEmpty();
        assertThat(told.err()).contains("collected 1200 messages from people into " + table("copies?row=/row"));
        push("copies", table("copies"));
        assertThat(collect("copies"))
                .hasSize(CUSTOMERS)
                .containsEntry("c7", "{\"row\":\"c7\",\"f:name\":\"name é 7\"}");
    }

    @Test
    void saysWhatCannotBeCollectedTo() throws IOException, InterruptedException {
        push("people", table("customers?columns=f:name&start=c1&stop=c10"), "--again");
        assertThat(notCollected(table("nothing"))).contains("there is no table 'nothing'");
        assertThat(notCollected(table("copies?row=/row"), "--columns", "x:name=f:name"))
                .contains("the table has no such column family: ");
        assertThat(notCollected(table("copies?row=/row"), "--columns", "name=f:name"))
                .contains("(key c1): column 'name' names no family; say one for all such: family=f");
        assertThat(notCollected(table("copies?row=/nowhere")))
                .contains("nothing stands at /nowhere, where the row's key should");
        assertThat(notCollected(servers.hdfs() + "/no/a.csv"))
                .contains("there is no folder '" + servers.hdfs() + "/no/'");
        assertThat(take("people")).as("all of it is still held").hasSize(1);
    }

    private static String notCollected(String target, String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("collect", "people", "--to", target));
        arguments.addAll(List.of(more));
        CommandProcess.Told told = CommandProcess.run(hub, folder, arguments.toArray(new String[0]));
        assertThat(told.code()).as(told.err()).isEqualTo(1);
        assertThat(told.err().lines()).hasSize(1);
        return told.err();
    }

    @Test
    void saysWhichRowsAreBytes() throws IOException, InterruptedException {
        Told told = push("counters", table("counters"));
        assertThat(told.code()).isEqualTo(1);
        assertThat(told.words())
                .contains("row 'whole': bad-record: f:n is bytes, not text; push with binary=base64")
                .contains("row '\\xFF': bad-record: the key is bytes, not text")
                .contains("pushed 1 message to counters")
                .contains("2 refused");
        assertThat(push("counters", table("counters?binary=base64&start=whole&stop=x"))
                        .words())
                .contains("pushed 1 message to counters");
        assertThat(take("counters"))
                .containsExactlyInAnyOrder(
                        "{\"row\":\"text\",\"f:n\":\"42\"}", "{\"row\":\"d2hvbGU=\",\"f:n\":\"AAAAAAAAACo=\"}");
    }

    @Test
    void saysWhatIsNotThere() throws IOException, InterruptedException {
        write("/closed/a.jsonl.gz", "1\n");
        try (FileSystem system = hdfs()) {
            system.setPermission(new org.apache.hadoop.fs.Path("/closed/a.jsonl.gz"), new FsPermission("000"));
            system.setPermission(new org.apache.hadoop.fs.Path("/"), new FsPermission("777"));
        }
        Told nothing = push("orders", table("nothing"));
        assertThat(nothing.code()).isEqualTo(1);
        assertThat(nothing.words().lines())
                .first()
                .isEqualTo("roundabout: '" + table("nothing")
                        + "': there is no table 'nothing'; see 'list' of hbase shell");
        assertThat(push("orders", table("customers?columns=x:y")).words())
                .contains("the table has no such column family");
        assertThat(push("orders", servers.hdfs() + "/nowhere.jsonl"))
                .isEqualTo(new Told(1, "roundabout: there is no file '" + servers.hdfs() + "/nowhere.jsonl'\n"));
        assertThat(push("orders", servers.hdfs() + "/no*.jsonl").words()).contains("nothing matches");
        assertThat(push("orders", servers.hdfs() + "/closed/a.jsonl.gz"))
                .satisfies(told -> assertThat(told.code()).isEqualTo(1))
                .satisfies(told ->
                        assertThat(told.words()).contains("Permission denied").contains("HADOOP_USER_NAME"));
    }

    private static String table(String table) {
        return "hbase://" + servers.zooKeeper() + "/" + table;
    }

    private static String orders(int from, int to) {
        StringBuilder orders = new StringBuilder("n,customer\n");
        for (int i = from; i < to; i++) {
            orders.append(i).append(",c").append(i).append('\n');
        }
        return orders.toString();
    }

    private static FileSystem hdfs() throws IOException {
        FileSystem system = FileSystem.newInstance(URI.create(servers.hdfs()), new Configuration());
        assertThat(system).isInstanceOf(DistributedFileSystem.class);
        return system;
    }

    private static void write(String path, String text) throws IOException {
        try (FileSystem system = hdfs();
                OutputStream out = new GZIPOutputStream(system.create(new org.apache.hadoop.fs.Path(path)))) {
            out.write(text.getBytes(UTF_8));
        }
    }

    private static void mkdir(String path) throws IOException {
        try (FileSystem system = hdfs()) {
            system.mkdirs(new org.apache.hadoop.fs.Path(path));
        }
    }

    private static List<String> list(String path) throws IOException {
        try (FileSystem system = hdfs()) {
            return Stream.of(system.listStatus(new org.apache.hadoop.fs.Path(path)))
                    .map(status -> status.getPath().getName())
                    .toList();
        }
    }

    private static Map<String, String> collect(String address) {
        try (Vehicle vehicle = hub.vehicle("third").build();
                Collecting messages = vehicle.take(address, Long.MAX_VALUE)) {
            return StreamSupport.stream(messages.spliterator(), false)
                    .collect(Collectors.toMap(message -> message.key().orElse(""), CollectedMessage::text));
        }
    }

    /** A vehicle in Python, with the SDK: takes as many messages and prints each key and body. */
    private static Map<String, String> collectInPython(String address, int limit)
            throws IOException, InterruptedException {
        Path script = Files.writeString(folder.resolve("third.py"), """
                import sys
                from roundabout_vehicle import Vehicle

                with Vehicle("127.0.0.1", amqp_port=int(sys.argv[1]), name="third") as vehicle:
                    for message in vehicle.take(sys.argv[2], limit=int(sys.argv[3])):
                        sys.stdout.buffer.write(message.key.encode() + b"\\t" + message.body + b"\\n")
                """);
        return Script.python(Map.of(), script, "" + hub.gatePort(), address, "" + limit).stream()
                .map(line -> line.split("\t", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }

    private static String[] keys(Map<String, String> collected) {
        return collected.keySet().toArray(new String[0]);
    }

    private static String enriched(int number) {
        return "{\"key\":\"c%1$d\",\"orders\":{\"n\":%1$d,\"customer\":\"c%1$d\"},\"customers\":{\"row\":\"c%1$d\",\"f:name\":\"name é %1$d\"}}"
                .formatted(number);
    }

    private static List<String> take(String address) {
        try (Vehicle vehicle = hub.vehicle("third").build();
                Collecting messages = vehicle.take(address, Long.MAX_VALUE)) {
            return messages.stream().map(CollectedMessage::text).toList();
        }
    }

    /** In a process of its own, as bin/roundabout runs it: what HBase needs stands behind everything else. */
    private static Told push(String... arguments) throws IOException, InterruptedException {
        Path words = Files.createTempFile(folder, "push", ".err");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of("..", "bin", "command.jvm").toAbsolutePath(),
                "-cp",
                System.getProperty("java.class.path") + File.pathSeparator
                        + Path.of("target", "hbase").toAbsolutePath() + "/*",
                RoundaboutMain.class.getName(),
                "push"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(words.toFile());
        builder.environment().put("ROUNDABOUT_ENTRANCE", "127.0.0.1:" + hub.entrancePort());
        builder.environment()
                .put("HADOOP_USER_NAME", arguments[arguments.length - 1].contains("closed") ? "nobody" : "root");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES))
                    .as("seconds, not minutes")
                    .isTrue();
            return new Told(process.exitValue(), Files.readString(words));
        } finally {
            process.destroyForcibly();
        }
    }
}
