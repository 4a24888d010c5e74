#!/bin/sh
# archive.sh ARCHIVE FOLDER: unpacks a release below FOLDER, where a name has a space, and uses it as somebody would who has a JDK
# and nothing else: no Maven, no source tree. Ends with 0 if all of it works.
set -eu
archive=$1
work="$2/a release"
hub=

fail() {
    echo "archive.sh: $1" >&2
    [ ! -f "$work/err" ] || cat "$work/err" >&2
    exit 1
}

finish() {
    [ -z "$hub" ] || kill -9 "$hub" 2> /dev/null || true
}
trap finish EXIT

# What $1 printed, below $work, has a line that matches $2.
holds() {
    grep -q -e "$2" "$work/$1" || fail "'$2' is not in $1: $(head -c 2000 "$work/$1")"
}

rm -rf "$work"
mkdir -p "$work/elsewhere" "$work/path"
tar -xzf "$archive" -C "$work"
home=$(echo "$work"/roundabout-*)
[ -x "$home/bin/roundabout" ] || fail "no bin/roundabout in the archive"
for file in LICENSE README.md conf/roundabout.yaml conf/jvm.options lib docs/settings.md packaging/systemd/roundabout.service; do
    [ -e "$home/$file" ] || fail "no $file in the archive"
done
# A checkout would build what is missing; a release must never try.
printf '#!/bin/sh\necho "mvn was called" >&2\nexit 1\n' > "$work/path/mvn"
chmod +x "$work/path/mvn"
PATH="$work/path:$PATH"
export PATH
unset ROUNDABOUT_CONFIG ROUNDABOUT_CONF_DIR ROUNDABOUT_JAVA_OPTS
cd "$work/elsewhere"
ln -s "$home/bin/roundabout" roundabout

./roundabout --version > "$work/version"
holds version '^roundabout [0-9].*, Java '
./roundabout --help > "$work/help"
holds help 'roundabout collect greetings'
./roundabout completion bash > "$work/completion"
bash -c '. "$1"; COMP_WORDS=(roundabout coll); COMP_CWORD=1; _complete_roundabout; echo "${COMPREPLY[*]}"' - "$work/completion" > "$work/completed"
holds completed '^collect'

# The settings file of the archive is read, and so are its JVM options.
sed -i.orig -e 's/^#log-format: text/log-format: json/' -e 's/^#state: [^ ]*/state: kept/' "$home/conf/roundabout.yaml"
echo '-Droundabout.said=yes' >> "$home/conf/jvm.options"
./roundabout serve --entrance :0 --amqp :0 --http :0 > "$work/out" 2> "$work/err" &
hub=$!
tries=0
until grep -q '^roundabout ready' "$work/out"; do
    tries=$((tries + 1))
    if [ "$tries" -ge 600 ] || ! kill -0 "$hub"; then
        fail "the hub is not ready"
    fi
    sleep 0.2
done
for door in entrance amqp http; do
    at=$(sed -n "s/^roundabout ready .*$door=\([^ ]*\).*/\1/p" "$work/out")
    export "ROUNDABOUT_$(echo "$door" | tr '[:lower:]' '[:upper:]')=$at"
done
echo '{"hello":"world"}' | ./roundabout push greetings 2> "$work/pushed"
holds pushed 'pushed 1 message to greetings'
./roundabout collect greetings > "$work/collected"
[ "$(cat "$work/collected")" = '{"hello":"world"}' ] || fail "collected $(cat "$work/collected")"
if [ -r "/proc/$hub/cmdline" ]; then
    tr '\0' '\n' < "/proc/$hub/cmdline" > "$work/cmdline"
    holds cmdline '^@.*/conf/jvm.options$'
fi

kill "$hub"
code=0
wait "$hub" || code=$?
hub=
[ "$code" = 143 ] || fail "the hub ended with $code"
[ -d kept/stores ] || fail "conf/roundabout.yaml was not read"
[ -s "$work/err" ] || fail "the hub logged nothing"
! grep -v '^{"@timestamp":".*}$' "$work/err" || fail "not every line of the log is JSON"
holds err '"message":"stopped"'

if command -v systemd-analyze > /dev/null; then
    sed "s|/opt/roundabout/bin/roundabout|/bin/sh|; s|^User=.*|User=root|; s|^Group=.*|Group=root|" \
        "$home/packaging/systemd/roundabout.service" > "$work/roundabout.service"
    systemd-analyze verify "$work/roundabout.service" 2> "$work/unit" || fail "the unit is wrong: $(cat "$work/unit")"
    ! grep 'roundabout.service' "$work/unit" || fail "the unit is wrong"
else
    echo "archive.sh: no systemd-analyze: the unit is not verified" >&2
fi
rm -rf "$work"
