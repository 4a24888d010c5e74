#!/usr/bin/env bash
# Unloads the orders of the day into a folder, and says so with a flag file.
set -euo pipefail
folder=$1
rm -f "$folder/orders.done"
sort "$(dirname "$0")/../orders.txt" >"$folder/orders.part"
mv "$folder/orders.part" "$folder/orders.sorted" # nobody may see half of it
touch "$folder/orders.done"
