#!/usr/bin/env bash
# Looks into the .rpm, installs it into a folder of its own as if that were a system, runs it there and removes it again:
# packaging/check-rpm.sh [FILE.rpm]
#
# Needs rpm and root, but no Fedora: what the package depends on is not asked for, and what it does for a desktop is not done.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

say() { printf 'check-rpm: %s\n' "$*" >&2; }
fail() {
    say "FAILED: $*"
    exit 1
}
skip() {
    say "skipped: $*"
    exit 0
}

command -v rpm >/dev/null || skip "rpm is not here"
[ "$(id -u)" -eq 0 ] || skip "installing a package needs root"
rpm=${1:-$(find target/package -maxdepth 1 -name 'kan-workbench-*.rpm' -print -quit 2>/dev/null)}
[ -f "${rpm:-}" ] || fail "there is no .rpm in target/package: make it with ./workbench package rpm"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
mkdir "$root"

# A folder of the system that a package calls its own would be in conflict with the system's, or go with the package.
rpm -qp --queryformat '[%{FILEMODES:perms} %{FILENAMES}\n]' "$rpm" >"$work/files"
strange=$(awk '$1 ~ /^d/ && $2 !~ "^(/opt|/usr/share/licenses)/kan-workbench" { print $2 }' "$work/files")
[ -z "$strange" ] || fail "it calls folders of the system its own: $strange"
for file in /usr/bin/kan-workbench /usr/share/applications/kan-workbench.desktop /usr/share/mime/packages/kan-workbench.xml \
    /opt/kan-workbench/lib/app/licenses/libraries.tsv; do
    grep -q " $file\$" "$work/files" || fail "it holds no $file"
done

in_root() { rpm --root "$root" --dbpath /var/lib/rpm --nodeps --noscripts "$@" 2>"$work/errors" || fail "rpm $*: $(cat "$work/errors")"; }
in_root -i --ignorearch "$rpm"
[ "$(readlink "$root/usr/bin/kan-workbench")" = /opt/kan-workbench/bin/kan-workbench-command ] || fail "/usr/bin/kan-workbench leads elsewhere"

export KANWORKBENCH_HOME=$work/home
unset JAVA_HOME JAVA_TOOL_OPTIONS
program=$root/opt/kan-workbench/bin/kan-workbench
"$program" presets --json >"$work/presets" || fail "'kan-workbench presets' failed"
grep -q '"kal-net"' "$work/presets" || fail "'kan-workbench presets' does not list kal-net"
"$program" train --preset kal-net --data 'toy:moons?rows=200' --epochs 3 --json >"$work/trained" 2>/dev/null || fail "'kan-workbench train' failed"
grep -q '"done":true' "$work/trained" || fail "'kan-workbench train' came to no end"

in_root -e kan-workbench
left=$(find "$root" -not -type d -not -path "$root/var/*" -print -quit)
[ -z "$left" ] || fail "$left is left"
[ ! -e "$root/opt/kan-workbench" ] || fail "/opt/kan-workbench is left"
say "installed into a folder, trained there and removed: $(grep -c . "$work/files") files and folders"
