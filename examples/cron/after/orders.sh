#!/usr/bin/env bash
# Unloads the orders of the day into the hub.
set -euo pipefail
awk '{ printf "{\"customer\":\"%s\",\"item\":\"%s\"}\n", $1, $2 }' "$(dirname "$0")/../orders.txt" | roundabout push orders
