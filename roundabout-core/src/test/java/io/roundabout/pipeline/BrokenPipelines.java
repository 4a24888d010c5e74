package io.roundabout.pipeline;

import java.util.List;
import java.util.stream.Stream;

/** One entry for each way to get a pipeline file wrong. */
final class BrokenPipelines {
    private static final String TWO_STREAMS = "version: 1\nstreams: {a: {key: k}, b: {key: k}}\n";

    private BrokenPipelines() {}

    static List<BrokenPipeline> all() {
        return Stream.of(syntax(), streams(), ids(), joins(), outputs(), names())
                .flatMap(List::stream)
                .toList();
    }

    private static List<BrokenPipeline> syntax() {
        return List.of(
                BrokenPipeline.of("", "p.yaml:1:1: no version; begin with 'version: 1'"),
                BrokenPipeline.of("version: 2\n", "p.yaml:1:10: version '2' is not known; write 'version: 1'"),
                BrokenPipeline.of("streams: {}\n", "p.yaml:1:1: no version; begin with 'version: 1'"),
                BrokenPipeline.of(
                        "[1]\n", "p.yaml:1:1: a pipeline file is a list; it must be a mapping, 'name: …' on each line"),
                BrokenPipeline.of(
                        "version: 1\nstreams: {a: {key: k}\n",
                        "p.yaml:2:22: not YAML: while parsing a flow mapping, expected ',' or '}', but got <stream end>; mend the syntax"),
                BrokenPipeline.of("version: 1\n---\nversion: 1\n", "p.yaml:3:1: a second document; one file holds one"),
                BrokenPipeline.of("version: 1\nversion: 1\n", "p.yaml:2:1: 'version' is given twice; keep one"),
                BrokenPipeline.of(
                        "version: 1\nstreems: {}\n",
                        "p.yaml:2:1: no section is named 'streems'; did you mean 'streams'?"),
                BrokenPipeline.of(
                        "version: 1\nmoon: {}\n",
                        "p.yaml:2:1: no section is named 'moon'; it can be one of computes, joins, outputs, streams, undeclared, version"),
                BrokenPipeline.of(
                        "version: 1\nstreams: [a, b]\n",
                        "p.yaml:2:10: 'streams' is a list; it must be a mapping, 'name: …' on each line"),
                BrokenPipeline.of(
                        "version: 1\nstreams: {a: &x {key: k}, b: *x}\n",
                        "p.yaml:2:30: an alias '*x'; write the value out"));
    }

    private static List<BrokenPipeline> streams() {
        return List.of(
                BrokenPipeline.of(
                        "version: 1\nstreams: {a: text}\n",
                        "p.yaml:2:14: stream 'a' is 'text'; it must be a mapping, 'name: …' on each line"),
                BrokenPipeline.of(
                        "version: 1\nstreams: {a: {keys: k}}\n",
                        "p.yaml:2:15: no field of a stream is named 'keys'; did you mean 'key'?"),
                BrokenPipeline.of(
                        "version: 1\nstreams: {a: {format: jsn}}\n",
                        "p.yaml:2:23: no format is named 'jsn'; did you mean 'json'?"),
                BrokenPipeline.of(
                        "version: 1\nstreams: {a: {format: [json]}}\n",
                        "p.yaml:2:23: 'format' is a list; it can be one of bytes, json, text"),
                BrokenPipeline.of(
                        "version: 1\nstreams: {a: {key: [k]}}\n",
                        "p.yaml:2:20: 'key' is a list; it must be a field's name, a JSON pointer such as /customer/id, or none"),
                BrokenPipeline.of(
                        "version: 1\nstreams: {a: {key: /x~2}}\n",
                        "p.yaml:2:20: 'key' is '/x~2'; it must be a field's name, a JSON pointer such as /customer/id, or none"),
                BrokenPipeline.of(
                        "version: 1\nstreams: {a: {key: }}\n",
                        "p.yaml:2:19: 'key' is nothing; it must be a field's name, a JSON pointer such as /customer/id, or none"),
                BrokenPipeline.of(
                        "version: 1\nstreams: {a: {format: text, key: k}}\n",
                        "p.yaml:2:34: a text stream has no field 'k'; leave 'key' out and give each message its key by '!put key=', or say 'key: none'"),
                BrokenPipeline.of(
                        "version: 1\nstreams:\n  a: {key: k}\n  a: {key: k}\n",
                        "p.yaml:4:3: 'a' is given twice; keep one"));
    }

    private static List<BrokenPipeline> ids() {
        return List.of(
                BrokenPipeline.of(
                        "version: 1\nstreams: {a: {id: [i]}}\n",
                        "p.yaml:2:19: 'id' is a list; it must be a field's name or a JSON pointer such as /order/id"),
                BrokenPipeline.of(
                        "version: 1\nstreams: {a: {id: /x~2}}\n",
                        "p.yaml:2:19: 'id' is '/x~2'; it must be a field's name or a JSON pointer such as /order/id"),
                BrokenPipeline.of(
                        "version: 1\nstreams: {a: {format: bytes, key: none, id: i}}\n",
                        "p.yaml:2:45: a bytes stream has no field 'i'; leave 'id' out and give each message its id by '!put id='"),
                BrokenPipeline.of(
                        "version: 1\nstreams: {a: {remember: 1 day}}\n",
                        "p.yaml:2:25: 'remember' is '1 day'; it must be a time such as 30m, 2h or 7d"),
                BrokenPipeline.of(
                        "version: 1\nstreams: {a: {remember: 0s}}\n",
                        "p.yaml:2:25: 'remember' is '0s'; it must be a time such as 30m, 2h or 7d"),
                BrokenPipeline.of(
                        "version: 1\nstreams: {a: {remember: {}}}\n",
                        "p.yaml:2:25: 'remember' is a mapping; it must be a time such as 30m, 2h or 7d"),
                BrokenPipeline.of(
                        "version: 1\nstreams: {a: {on-conflict: replce}}\n",
                        "p.yaml:2:28: no answer to a conflict is named 'replce'; did you mean 'replace'?"),
                BrokenPipeline.of(
                        "version: 1\nstreams: {a: {on-conflict: [refuse]}}\n",
                        "p.yaml:2:28: 'on-conflict' is a list; it can be one of refuse, replace"),
                BrokenPipeline.of(
                        "version: 1\nstreams: {a: {on-conflict: replace}}\n",
                        "p.yaml:2:28: stream 'a' cannot replace: no join takes it; take the stream as latest in each of its joins, or say 'on-conflict: refuse'"),
                BrokenPipeline.of(
                        """
                        version: 1
                        streams: {a: {key: k, on-conflict: replace}, b: {key: k}, c: {key: k}}
                        joins: {x: {inputs: {a: latest, b: one}}, y: {inputs: {a: one, c: one}}}
                        """,
                        "p.yaml:2:36: stream 'a' cannot replace: join 'y' uses its messages up; take the stream as latest in each of its joins, or say 'on-conflict: refuse'"));
    }

    private static List<BrokenPipeline> joins() {
        return List.of(
                BrokenPipeline.of(
                        TWO_STREAMS + "joins: {j: {}}\n",
                        "p.yaml:3:9: join 'j' has no inputs; name two or more streams"),
                BrokenPipeline.of(
                        TWO_STREAMS + "joins: {j: {inputs: {a: one}}}\n",
                        "p.yaml:3:13: join 'j' has one input; name two or more streams"),
                BrokenPipeline.of(
                        TWO_STREAMS + "joins: {j: {inputs: [a, b]}}\n",
                        "p.yaml:3:21: 'inputs' is a list; it must be a mapping, 'name: …' on each line"),
                BrokenPipeline.of(
                        TWO_STREAMS + "joins: {j: {inputs: {a: latest, b: latest}}}\n",
                        "p.yaml:3:13: every input of join 'j' is latest, so that nothing would complete a group; let at least one be 'one'"),
                BrokenPipeline.of(
                        TWO_STREAMS + "joins: {j: {inputs: {a: once, b: all}}}\n",
                        "p.yaml:3:25: no input mode is named 'once'; did you mean 'one'?"),
                BrokenPipeline.of(
                        TWO_STREAMS + "joins: {j: {inputs: {a: one, b: {mod: all}}}}\n",
                        "p.yaml:3:34: no field of an input is named 'mod'; did you mean 'mode'?"),
                BrokenPipeline.of(
                        TWO_STREAMS + "joins: {j: {inputs: {a: one, c: one}}}\n",
                        "p.yaml:3:30: stream 'c' is not declared; declare it under 'streams'"),
                BrokenPipeline.of(
                        TWO_STREAMS + "joins: {j: {inputs: {a: one, b: one}}, i: {inputs: {a: one, j: one}}}\n",
                        "p.yaml:3:61: 'j' is a join; in version 1 only streams feed joins"),
                BrokenPipeline.of(
                        "version: 1\nstreams: {a: {}, b: {key: none}}\njoins: {j: {inputs: {a: one, b: one}}}\n",
                        "p.yaml:3:22: join 'j' takes stream 'a', which has no key; give the stream one, such as 'key: /id'",
                        "p.yaml:3:30: join 'j' takes stream 'b', which says 'key: none'; give the stream a key, or leave it out of the join"));
    }

    private static List<BrokenPipeline> outputs() {
        String join = TWO_STREAMS + "joins: {j: {inputs: {a: one, b: one}}}\n";
        return List.of(
                BrokenPipeline.of(
                        join + "outputs: {k: {}}\n",
                        "p.yaml:4:11: output 'k' is made by no join; name it as 'output' of a join, or say what it is 'from'"),
                BrokenPipeline.of(
                        join + "outputs: {enriched: {}}\n",
                        "p.yaml:4:11: output 'enriched' is made by no join; name it as 'output' of a join, or say what it is 'from'"),
                BrokenPipeline.of(
                        join + "outputs: {j: {ttl: 1w}}\n",
                        "p.yaml:4:20: 'ttl' is '1w'; it must be a time such as 30m, 2h or 7d"),
                BrokenPipeline.of(
                        join + "outputs: {j: {max-deliveries: 0}}\n",
                        "p.yaml:4:31: 'max-deliveries' is '0'; it must be a number from 1"),
                BrokenPipeline.of(
                        join + "outputs: {j: {relay: 'amqp://x'}}\n",
                        "p.yaml:4:22: 'relay' is no address at a broker: it names no address at the broker; write it as amqp://HOST:5672/ADDRESS, or amqps:// for TLS"),
                BrokenPipeline.of(
                        TWO_STREAMS + "joins: {i: {inputs: {a: one, b: one}, output: o},"
                                + " j: {inputs: {a: one, b: one}, output: o}}\n",
                        "p.yaml:3:89: output 'o' already takes the results of join 'i'; give each join an output of its own"));
    }

    private static List<BrokenPipeline> names() {
        return List.of(
                BrokenPipeline.of(
                        "version: 1\nstreams: {1a: {}}\n",
                        "p.yaml:2:11: '1a' is no name; use letters, digits, '_' and '-' in parts joined by '.', a letter first, at most 64 characters"),
                BrokenPipeline.of(
                        "version: 1\nstreams: {dead: {}}\n", "p.yaml:2:11: 'dead' is reserved; choose another name"),
                BrokenPipeline.of(
                        TWO_STREAMS + "joins: {a: {inputs: {a: one, b: one}}}\n",
                        "p.yaml:3:9: join 'a' is already the name of a stream at p.yaml:2; streams, joins, computes and outputs share one set of names"),
                BrokenPipeline.of(
                        TWO_STREAMS + "joins: {j: {inputs: {a: one, b: one}, output: b}}\n",
                        "p.yaml:3:47: output 'b' of join 'j' is already the name of a stream; choose another name"),
                BrokenPipeline.of(
                        TWO_STREAMS + "joins: {j: {inputs: {a: one, b: one}, output: b}}\noutputs: {b: {}}\n",
                        "p.yaml:3:47: output 'b' of join 'j' is already the name of a stream; choose another name",
                        "p.yaml:4:11: output 'b' is already the name of a stream at p.yaml:2; choose another name, with 'from: b'"),
                BrokenPipeline.of(
                        "version: 1\nstreams: {news: {}}\noutputs: {news: {deliver: topic}}\n",
                        "p.yaml:3:11: output 'news' is already the name of a stream at p.yaml:2; choose another name, with 'from: news'"),
                BrokenPipeline.of(
                        TWO_STREAMS + "joins: {j: {inputs: {a: one, b: one}, output: a b}}\n",
                        "p.yaml:3:47: 'a b' is no name of an output; use letters, digits, '_' and '-' in parts joined by '.', a letter first, at most 64 characters, not key, dead or jobs"));
    }
}
