#!/usr/bin/env bash
# Unloads the customers into a folder, and says so with a flag file.
set -euo pipefail
folder=$1
rm -f "$folder/customers.done"
sort "$(dirname "$0")/../customers.txt" >"$folder/customers.part"
mv "$folder/customers.part" "$folder/customers.sorted" # nobody may see half of it
touch "$folder/customers.done"
