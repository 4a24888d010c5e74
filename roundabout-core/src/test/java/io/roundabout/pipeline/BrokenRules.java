package io.roundabout.pipeline;

import java.util.List;
import java.util.stream.Stream;

/** One entry for each way to get the rules of the whole contract wrong. */
final class BrokenRules {
    private static final String TWO_STREAMS = "version: 1\nstreams: {a: {key: k}, b: {key: k}}\n";
    private static final String THREE = TWO_STREAMS.replace("}}\n", "}, t: {format: bytes}}\n")
            + "joins: {j: {inputs: {a: one, b: one}, output: r}}\n";

    private BrokenRules() {}

    static List<BrokenPipeline> all() {
        return Stream.of(intake(), schemas(), inputs(), endings(), results(), computes(), outputs(), top())
                .flatMap(List::stream)
                .toList();
    }

    private static List<BrokenPipeline> intake() {
        return List.of(
                stream("ttl: 7w", "20: 'ttl' is '7w'; it must be a time such as 30m, 2h or 7d"),
                stream("ttl: 0s", "20: 'ttl' is '0s'; it must be a time such as 30m, 2h or 7d"),
                stream("ttl: 3651d", "20: 'ttl' is '3651d'; the longest time is ten years, 3650d"),
                stream("where: ", "21: 'where' is nothing; it must be an expression in SQL"),
                stream("where: [x]", "22: 'where' is a list; it must be an expression in SQL"),
                stream("on-invalid: ded", "27: no answer to an invalid message is named 'ded'; did you mean 'dead'?"),
                stream("fields: [x]", "23: 'fields' is a list; it must be a mapping, 'name: …' on each line"),
                stream("fields: {x: }", "26: 'x' is nothing; it must be a type of SQL such as decimal(18,2)"),
                stream("quota: 5", "22: 'quota' is '5'; it must be a mapping, 'name: …' on each line"),
                stream(
                        "quota: {}",
                        "22: 'quota' is a mapping; give 'messages', 'bytes' or both, such as {messages: 10M, bytes: 20GiB}"),
                stream("quota: {mesages: 5}", "23: no bound of a quota is named 'mesages'; did you mean 'messages'?"),
                stream(
                        "quota: {messages: 0}",
                        "33: 'messages' is '0'; it must be a number from 1, such as 5000, 10k or 10M"),
                stream("quota: {bytes: 5GB}", "30: 'bytes' is '5GB'; it must be a size such as 64KiB, 500MiB or 20GiB"),
                stream(
                        "expect: {by: '6:00', tz: UTC}",
                        "28: 'by' is '6:00'; it must be a time of day such as \"06:00\""),
                stream(
                        "expect: {by: '06:00', tz: Lisboa}",
                        "41: 'tz' is 'Lisboa'; it must be a time zone such as Europe/Lisbon or UTC"),
                stream(
                        "expect: {by: '06:00'}",
                        "15: 'expect' has by; write {by: \"06:00\", tz: Europe/Lisbon} or {every: 1h}"),
                stream(
                        "expect: {every: 1h, tz: UTC}",
                        "15: 'expect' has every, tz; write {by: \"06:00\", tz: Europe/Lisbon} or {every: 1h}"));
    }

    private static List<BrokenPipeline> schemas() {
        return List.of(
                stream(
                        "schema: missing.json",
                        "23: schema 'missing.json' cannot be read: there is no file missing.json; put it beside the pipeline file"),
                stream(
                        "schema: bad.json",
                        "23: 'schema' is no JSON Schema that can be used: it is no JSON object; mend the schema"),
                stream(
                        "format: text, schema: x.json",
                        "29: 'schema' is for fields, and a text stream has none; leave it out"),
                stream(
                        "format: bytes, where: x",
                        "30: 'where' is for fields, and a bytes stream has none; leave it out"));
    }

    private static List<BrokenPipeline> inputs() {
        return List.of(
                BrokenPipeline.of(
                        TWO_STREAMS + "joins: {j: {inputs: {a: one, b: {max: 5}}}}\n",
                        "p.yaml:3:33: input 'b' has no mode; write {mode: all, max: 500}"),
                BrokenPipeline.of(
                        TWO_STREAMS + "joins: {j: {inputs: {a: one, b: {mode: one, max: 5}}}}\n",
                        "p.yaml:3:45: 'max' is for inputs that are 'all'; leave it out"),
                BrokenPipeline.of(
                        TWO_STREAMS + "joins: {j: {inputs: {a: one, b: {mode: all, max: many}}}}\n",
                        "p.yaml:3:50: 'max' is 'many'; it must be a number from 1"),
                BrokenPipeline.of(
                        TWO_STREAMS + "joins: {j: {inputs: {a: one, b: {mode: al}}}}\n",
                        "p.yaml:3:40: no input mode is named 'al'; did you mean 'all'?"));
    }

    private static List<BrokenPipeline> endings() {
        return List.of(
                join(
                        "complete: {at-least: 3}",
                        "39: 'at-least' is 3, and join 'j' has 2 inputs; it must be a number from 1 to 2"),
                join("complete: {at-least: 0}", "60: 'at-least' is '0'; it must be a number from 1 to 127"),
                join("complete: at-least", "49: 'complete' is 'at-least'; write {at-least: 2}"),
                join("complete: when", "49: 'complete' is 'when'; write {when: \"an expression in SQL\"}"),
                join("complete: {any: 1}", "50: 'any' has no settings; write 'complete: any'"),
                join("complete: {when: }", "55: 'when' is nothing; it must be an expression in SQL"),
                join(
                        "otherwise: drop",
                        "39: 'otherwise' is what happens at the deadline, and join 'j' has none; give it one, such as 'within: 24h'"),
                join("within: 1h, otherwise: dop", "62: no end at the deadline is named 'dop'; did you mean 'drop'?"),
                join("within: soon", "47: 'within' is 'soon'; it must be a time such as 30m, 2h or 7d"),
                join(
                        "within: 1h, complete: any",
                        "39: 'within' is for groups that wait, and with 'complete: any' none does; leave it out"));
    }

    private static List<BrokenPipeline> results() {
        return List.of(
                join("select: ''", "47: 'select' is nothing; it must be an expression in SQL"),
                join(
                        "class: my rule",
                        "46: 'class' is 'my rule'; it must be the name of a Java class such as com.acme.MyRule"),
                join("class: a.B, select: x", "51: join 'j' has both 'select' and 'class'; keep one of them"),
                join(
                        "class: a.B, complete: any",
                        "51: 'class' decides by itself when a group is complete; leave 'complete' out"));
    }

    private static List<BrokenPipeline> computes() {
        String rest = ", key: k, aggregate: count(*) AS n}}\n";
        return List.of(
                BrokenPipeline.of(
                        THREE + "computes: {c: {}}\n",
                        "p.yaml:4:12: compute 'c' has no 'from'; name a stream or a join",
                        "p.yaml:4:12: compute 'c' has no 'key'; give it one, such as 'key: /country'",
                        "p.yaml:4:12: compute 'c' has no 'aggregate'; give it one, such as 'aggregate: count(*) AS n'"),
                compute(
                        "from: c" + rest,
                        "22: 'from' is 'c', which is a compute; in version 1 only streams and joins feed computes"),
                compute("from: r" + rest, "22: 'from' is 'r', the output of join 'j'; name the join"),
                compute("from: aa" + rest, "22: 'from' is 'aa', which is not declared; did you mean 'a'?"),
                compute(
                        "from: t" + rest,
                        "22: compute 'c' takes stream 't', which is bytes and has no fields; give it a stream of json or text"),
                compute(
                        "from: a, explode: x" + rest,
                        "25: 'explode' makes a column that has no name; add 'as', such as 'as: word'"),
                compute(
                        "from: a, as: x" + rest,
                        "25: 'as' names what 'explode' makes, and there is none; leave it out"),
                compute(
                        "from: a, explode: x, as: a-b" + rest,
                        "41: 'as' is 'a-b'; it must be a name of letters, digits and '_'"),
                compute(
                        "from: a, time: /at" + rest,
                        "25: 'time' says to which window a message belongs, and there is none; add 'window', such as 'window: 1h'"),
                compute(
                        "from: a, window: 1s, time: /at, late: 30d" + rest,
                        "54: 'late' is '30d'; it keeps 2592000 windows open, and at most 10000 may be: make it shorter, or the windows longer"),
                compute(
                        "from: a, window: 1h, late: 1m" + rest,
                        "37: 'late' is for messages that carry their time; add 'time', such as 'time: /at'"),
                compute(
                        "from: a, window: 1 h" + rest,
                        "33: 'window' is '1 h'; it must be a time such as 30m, 2h or 7d"),
                compute("frm: a, from: a" + rest, "16: no field of a compute is named 'frm'; did you mean 'from'?"),
                BrokenPipeline.of(
                        """
                        version: 1
                        streams: {a: {key: k, on-conflict: replace}, b: {key: k}}
                        joins: {x: {inputs: {a: latest, b: one}}}
                        computes: {c: {from: a, key: k, aggregate: count(*) AS n}}
                        """,
                        "p.yaml:2:36: stream 'a' cannot replace: compute 'c' adds its messages up; take the stream as latest in each of its joins, or say 'on-conflict: refuse'"),
                BrokenPipeline.of(
                        THREE + "computes: {j: {from: a" + rest,
                        "p.yaml:4:12: compute 'j' is already the name of a join at p.yaml:3; streams, joins, computes and outputs share one set of names"));
    }

    private static List<BrokenPipeline> outputs() {
        return List.of(
                output(
                        "r: {relay: 'amqp://hub:secret@b/x'}",
                        "22: 'relay' is no address at a broker: it has a password, which everybody who sees the rules would see; leave the user only, and write the password in the file that setting relay.credentials names"),
                output(
                        "r: {relay: 'amqp://b/x y'}",
                        "22: 'relay' is no address at a broker: it is no URL at character 11; write it as amqp://HOST:5672/ADDRESS, or amqps:// for TLS"),
                output(
                        "r: {relay: 'http://b/x'}",
                        "22: 'relay' is no address at a broker: it begins with neither amqp:// nor amqps://; write it as amqp://HOST:5672/ADDRESS, or amqps:// for TLS"),
                output(
                        "r: {relay: 'amqp://b:70000/x'}",
                        "22: 'relay' is no address at a broker: its port is 70000; it must be a number from 1 to 65535"),
                output(
                        "r: {relay: 'amqp:///x'}",
                        "22: 'relay' is no address at a broker: it names no host, of letters, digits, '-' and '.'; write it as amqp://HOST:5672/ADDRESS, or amqps:// for TLS"),
                output(
                        "r: {relay: 'amqp://b/x?capability=que'}",
                        "22: 'relay' is no address at a broker: after '?' it says 'capability=que'; it can be capability=queue or capability=topic"),
                output(
                        "r: {relay: []}",
                        "22: 'relay' is a list; it must be the URL of an address at a broker, such as amqp://broker:5672/archive"),
                output(
                        "r: {deliver: topic, relay: 'amqp://b/x'}",
                        "31: 'relay' sends each message to one broker, and a topic has subscribers here; leave 'deliver' out, and say '?capability=topic' where it is a topic there"),
                output(
                        "r: {on-expiry: drop}",
                        "15: 'on-expiry' is for messages past their ttl, and there is none; add 'ttl', such as 'ttl: 30d'"),
                output(
                        "r: {retain: 1d}",
                        "15: 'retain' is for topics; say 'deliver: topic', or 'ttl' for how long a queue keeps a message"),
                output("r: {deliver: topc}", "24: no way to deliver is named 'topc'; did you mean 'topic'?"),
                output("r: {max-deliveries: 0}", "31: 'max-deliveries' is '0'; it must be a number from 1"),
                output(
                        "r: {from: a}",
                        "21: output 'r' takes the results of join 'j', so it is not 'from' anything; give the copy a name of its own"),
                output("x: {from: r}", "21: 'from' is 'r', the output of join 'j'; name the join"),
                output(
                        "x: {from: y}, y: {from: a}",
                        "21: 'from' is 'y', which is an output; in version 1 only streams, joins and computes feed outputs"),
                output(
                        "x: {from: nothing}",
                        "21: 'from' is 'nothing', which is not declared; it can be one of a, b, t, j"),
                output(
                        "x: {from: []}",
                        "11: output 'x' is made by no join; name it as 'output' of a join, or say what it is 'from'",
                        "21: 'from' is a list; it must be the name of a stream, a join or a compute"));
    }

    private static List<BrokenPipeline> top() {
        return List.of(
                BrokenPipeline.of(
                        "version: 1\nundeclared: alow\n",
                        "p.yaml:2:13: no answer to undeclared names is named 'alow'; did you mean 'allow'?"),
                BrokenPipeline.of(
                        TWO_STREAMS + "joins: {j: {inputs: {a: one, b: one}}, i: {inputs: {a: one, j: one}}}\n",
                        "p.yaml:3:61: 'j' is a join; in version 1 only streams feed joins"),
                BrokenPipeline.of(
                        TWO_STREAMS
                                + "joins: {j: {inputs: {a: one, b: one}, output: r}, i: {inputs: {a: one, r: one}}}\n"
                                + "outputs: {r: {}}\n",
                        "p.yaml:3:72: 'r' is an output; in version 1 only streams feed joins"));
    }

    private static BrokenPipeline stream(String fields, String... problems) {
        return broken("version: 1\nstreams: {a: {" + fields + "}}\n", 2, problems);
    }

    private static BrokenPipeline join(String fields, String... problems) {
        return broken(TWO_STREAMS + "joins: {j: {inputs: {a: one, b: one}, " + fields + "}}\n", 3, problems);
    }

    private static BrokenPipeline compute(String rest, String... problems) {
        return broken(THREE + "computes: {c: {" + rest, 4, problems);
    }

    private static BrokenPipeline output(String outputs, String... problems) {
        return broken(THREE + "outputs: {" + outputs + "}\n", 4, problems);
    }

    private static BrokenPipeline broken(String yaml, int line, String... problems) {
        return BrokenPipeline.of(
                yaml,
                Stream.of(problems).map(text -> "p.yaml:" + line + ":" + text).toArray(String[]::new));
    }
}
