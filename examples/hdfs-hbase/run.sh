#!/usr/bin/env bash
# One vehicle unloads a file of HDFS, another a table of HBase; the hub combines them and keeps the results until a third comes.
set -euo pipefail
here=$(CDPATH='' cd -P "$(dirname "$0")" && pwd)
home=$(dirname "$(dirname "$here")")
work=$(mktemp -d)
PATH=$home/bin:$PATH
pids=()

finish() {
    kill "${pids[@]}" 2>/dev/null || true
    wait
    rm -rf "$work"
}
trap finish EXIT

say() { printf '\n%s\n' "$*" >&2; }
run() { echo "   \$ $*" | sed "s|$work|.|g" >&2; "$@"; }

hub() {
    mkfifo "$work/ready.$1"
    roundabout serve -f "$here/seed.yaml" --state "$work/state" --entrance 127.0.0.1:0 --amqp 127.0.0.1:0 --http 127.0.0.1:0 \
        >"$work/ready.$1" 2>"$work/hub.$1.log" &
    hub=$!
    pids+=("$hub")
    read -r line <"$work/ready.$1" || { cat "$work/hub.$1.log" >&2; exit 1; }
    echo "   $line" >&2
    for port in entrance amqp http; do
        export "ROUNDABOUT_${port^^}=$(sed "s/.* $port=\([^ ]*\).*/\1/" <<<"$line")"
    done
}

say "1. HDFS, ZooKeeper and HBase start, in one process. The first time Maven fetches them: 200 MB."
MAVEN_OPTS="${MAVEN_OPTS:-} -Djansi.noreset=true" mvn -q -B -Dstyle.color=never -f "$here/servers/pom.xml" dependency:build-classpath -Dmdep.outputFile="$work/classpath" >&2
mkfifo "$work/until" "$work/servers"
java -Xmx1g --add-opens=java.base/java.lang=ALL-UNNAMED -Dtest.build.data.basedirectory="$work" -cp "$(<"$work/classpath")" \
    "$here/servers/Servers.java" "$here/customers.tsv" "$here/shop" <"$work/until" >"$work/servers" 2>"$work/servers.log" &
pids+=($!)
exec {until}>"$work/until"
read -r line <"$work/servers" || { tail -n 20 "$work/servers.log" >&2; exit 1; }
echo "   $line" >&2
hdfs=$(sed 's/.* hdfs=\([^ ]*\).*/\1/' <<<"$line")
zookeeper=$(sed 's/.* zookeeper=\([^ ]*\).*/\1/' <<<"$line")

say "2. The hub starts. It joins orders and customers by the customer's id, as examples/hdfs-hbase/seed.yaml says."
hub 1
say "3. A first vehicle reads a file of HDFS and unloads it."
run roundabout push orders "$hdfs/shop/orders.csv" --types amount=number
say "4. A third vehicle comes for the results. There is nothing to combine yet, and it leaves."
run roundabout collect enriched
say "5. The hub is killed with kill -9, and started again. It has kept the orders."
kill -9 "$hub"
wait "$hub" 2>/dev/null || true
hub 2
say "6. A second vehicle reads a table of HBase and unloads it. Row keys are customers."
run roundabout push customers "hbase://$zookeeper/customers"
say "7. The third vehicle comes again: every order with its customer. c99 is in no table yet, so its order is held."
run roundabout collect enriched
run roundabout status
