# shellcheck shell=bash
# What run and vehicles share: build what is missing, start a hub as a process of its own, stop it at the end. Sourced, not run;
# before, $benchmarks and $home are this folder and the project's.

fail() {
    echo "benchmark: $1" >&2
    exit 2
}

# find_jars BUILD: sets driver and hub. The jars are built once, or if BUILD is true; sources that are newer are only warned of,
# because a measured jar must not change by itself.
find_jars() {
    [ -r /proc/stat ] || fail "needs Linux: processor times are read from /proc"
    [ -n "${EPOCHREALTIME:-}" ] || fail "needs bash 5 or newer"
    mkdir -p "$benchmarks/target" "$home/roundabout-core/target"
    driver=$(find "$benchmarks/target" -maxdepth 1 -name 'roundabout-benchmarks-*.jar' 2>/dev/null | head -n 1)
    hub=$(find "$home/roundabout-core/target" -maxdepth 1 -name 'roundabout-core-*.jar' ! -name '*-tests.jar' 2>/dev/null | head -n 1)
    if $1 || [ -z "$driver" ] || [ -z "$hub" ]; then
        echo "benchmark: building …" >&2
        (cd "$home" && mvn -q -B -ntp -Pbenchmarks -DskipTests -pl roundabout-core,benchmarks -am package >&2) \
            || fail "the build failed; see above"
        driver=$(find "$benchmarks/target" -maxdepth 1 -name 'roundabout-benchmarks-*.jar' | head -n 1)
    elif [ -n "$(find "$home"/receivers/src/main "$home"/vehicle-sdk-java/src/main "$home"/roundabout-core/src/main \
        -newer "$hub" -name '*.java' | head -n 1)" ]; then
        echo "benchmark: the sources are newer than the hub's jar; --build builds it" >&2
    fi
}

hub_pid=
state=

stop_hub() {
    if [ -n "$hub_pid" ]; then
        kill "$hub_pid" 2>/dev/null || true
        for _ in {1..200}; do
            kill -0 "$hub_pid" 2>/dev/null || break
            sleep 0.1
        done
        kill -9 "$hub_pid" 2>/dev/null || true
    fi
    rm -rf "$state"
}

# start_hub PIPELINE PARENT HEAP DURABILITY: starts it with its state in a new folder in PARENT, and waits until it is ready. Sets
# hub_pid, state, entrance, amqp and http (ports), started and ready (microseconds since 1970), and busy (the machine's line of
# /proc/stat before).
start_hub() {
    mkdir -p "$2"
    state=$(mktemp -d "$2/roundabout-benchmark.XXXXXX")
    trap stop_hub EXIT
    trap 'exit 130' INT TERM
    busy=$(head -n 1 /proc/stat)
    started=${EPOCHREALTIME/[.,]/}
    exec {ready_from}< <(
        ROUNDABOUT_JAVA_OPTS="-Xmx$3 ${ROUNDABOUT_JAVA_OPTS:-}" exec "$home/bin/roundabout" serve \
            -f "$1" --state "$state/state" --durability "$4" \
            --entrance 127.0.0.1:0 --amqp 127.0.0.1:0 --http 127.0.0.1:0 2>"$state/hub.log"
    )
    hub_pid=$!
    local line=
    while read -r line <&"$ready_from"; do
        case $line in 'roundabout ready '*) break ;; esac
    done
    ready=${EPOCHREALTIME/[.,]/}
    [[ $line =~ entrance=[^\ ]*:([0-9]+)\ amqp=[^\ ]*:([0-9]+)\ http=[^\ ]*:([0-9]+) ]] || {
        tail -n 5 "$state/hub.log" >&2
        fail "the hub ended before it was ready"
    }
    entrance=${BASH_REMATCH[1]} amqp=${BASH_REMATCH[2]} http=${BASH_REMATCH[3]}
}
