#!/usr/bin/env bash
# A rule in Java: compiled, checked and tried with its pipeline, and used by a hub.
set -euo pipefail
here=$(CDPATH='' cd -P "$(dirname "$0")" && pwd)
home=$(dirname "$(dirname "$here")")
work=$(mktemp -d)
PATH=$home/bin:$PATH
hub=

finish() {
    [ -z "$hub" ] || kill "$hub" 2>/dev/null || true
    wait
    rm -rf "$work"
}
trap finish EXIT

say() { printf '\n%s\n' "$*" >&2; }
run() { echo "   \$ $*" | sed "s|$work|.|g; s|$here/||g" >&2; "$@"; }

say "1. The class is compiled against the hub's jar, and packed."
roundabout --version >/dev/null # builds the hub where that was not done
hub_jar=$(ls "$home"/roundabout-core/target/roundabout-core-*.jar | grep -v -e tests -e sources -e javadoc | head -n 1)
mkdir "$work/classes"
javac -proc:none -cp "$hub_jar" -d "$work/classes" "$here/Parcels.java"
jar --create --file "$work/parcels.jar" -C "$work/classes" .

say "2. The pipeline is checked and tried, without a hub."
run roundabout check -f "$here/parcels.yaml" --jars "$work/parcels.jar"
run roundabout test "$here" --jars "$work/parcels.jar" --seed 1

say "3. A hub runs it."
mkfifo "$work/ready"
roundabout serve -f "$here/parcels.yaml" --jars "$work/parcels.jar" --state "$work/state" \
    --entrance 127.0.0.1:0 --amqp 127.0.0.1:0 --http 127.0.0.1:0 >"$work/ready" 2>"$work/hub.log" &
hub=$!
read -r line <"$work/ready" || { cat "$work/hub.log" >&2; exit 1; }
for port in entrance amqp http; do
    export "ROUNDABOUT_${port^^}=$(sed "s/.* $port=\([^ ]*\).*/\1/" <<<"$line")"
done
run roundabout push scans - <<<'{"order":"o1","parcel":"p1"}
{"order":"o2","parcel":"p9"}'
run roundabout push orders - <<<'{"id":"o1","parcels":2}
{"id":"o2","parcels":"many"}'
run roundabout push scans - <<<'{"order":"o1","parcel":"p2"}'
run roundabout collect shipped
run roundabout dead shipped
