#!/usr/bin/env bash
# Starts a Spark cluster of two workers on this machine, runs a noise sweep on it, kills a worker in the middle, and compares the
# fits with those of this machine alone: packaging/check-spark.sh
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

say() { printf 'check-spark: %s\n' "$*" >&2; }

work=$(mktemp -d)
cluster_id='' sweep_id=''
clean_up() {
    [ -z "$sweep_id" ] || kill "$sweep_id" 2>/dev/null || true
    [ -z "$cluster_id" ] || { kill "$cluster_id" 2>/dev/null && wait "$cluster_id" 2>/dev/null; } || true
    rm -rf "$work"
}
trap clean_up EXIT
fail() {
    say "FAILED: $*"
    tail -n 20 "$work"/*.log >&2
    exit 1
}
export KANWORKBENCH_HOME=$work/home

# Waits up to so many seconds for a command to succeed.
await() {
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        [ $SECONDS -lt $end ] || return 1
        sleep 0.2
    done
}
field() { sed -n "s/.*$1\":\"\\{0,1\\}\\([^\",}]*\\).*/\\1/p" "$work/cluster.out"; }
lines() { [ "$(cat "$work/there/fits.csv" 2>/dev/null | wc -l)" -gt "$1" ]; }

if ! ./workbench --spark presets >"$work/build.log" 2>&1; then
    ! grep -q 'Could not \(transfer\|find\) artifact\|Could not resolve dependencies' "$work/build.log" ||
        { say "skipped: Spark cannot be had from Maven here" && exit 0; }
    fail "the build with Spark"
fi
./workbench --spark cluster local 2 --port 0 --json >"$work/cluster.out" 2>"$work/cluster.log" &
cluster_id=$!
await 60 grep -qs secret_file "$work/cluster.out" || fail "the cluster does not start"

sweep=(noise --no-store --yes --function sine --noise 0,0.5,1 --seeds 5 --steps 300)
./workbench "${sweep[@]}" --out "$work/here" >"$work/here.log" 2>&1 || fail "the sweep on this machine"
./workbench --spark "${sweep[@]}" --out "$work/there" --cluster "$(field cluster)" --secret-file "$(field secret_file)" \
    >"$work/there.log" 2>&1 &
sweep_id=$!
await 120 lines 5 || fail "no fit comes from the cluster"
kill -9 "$(field 'worker 2","pid')"
wait "$sweep_id" || fail "the sweep did not survive a worker"
sweep_id=''
cmp "$work/here/fits.csv" "$work/there/fits.csv" || fail "fits.csv differs"
say "$(($(wc -l <"$work/there/fits.csv") - 1)) fits on two workers, one killed in the middle: fits.csv is the same"
