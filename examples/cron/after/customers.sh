#!/usr/bin/env bash
# Unloads the customers into the hub.
set -euo pipefail
awk '{ printf "{\"id\":\"%s\",\"name\":\"%s\"}\n", $1, $2 }' "$(dirname "$0")/../customers.txt" | roundabout push customers
