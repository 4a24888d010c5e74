#!/usr/bin/env bash
# Joins what the other two left. Most of it is not the job, but the waiting for it.
set -euo pipefail
folder=$1
exec 9>"$folder/lock"
flock -n 9 || { echo "report: another one is still running" >&2; exit 1; }
for what in orders customers; do
    tries=0
    until [ -e "$folder/$what.done" ]; do # a stop light
        tries=$((tries + 1))
        [ "$tries" -le "${TRIES:-360}" ] || { echo "report: no $what tonight, giving up" >&2; exit 1; }
        sleep "${PAUSE:-10}"
    done
    if [ -n "$(find "$folder/$what.done" -mmin +720)" ]; then
        echo "report: $what are yesterday's" >&2
        exit 1
    fi
done
join "$folder/orders.sorted" "$folder/customers.sorted" # an order without its customer is gone for ever
rm -f "$folder/orders.done" "$folder/customers.done"
