#!/usr/bin/env bash
# Installs the .deb, trains a network in its window by keyboard on a virtual display, reads what was trained with its command
# line, and removes it again: packaging/check-deb.sh [FILE.deb]
#
# It is for machines that may be changed, such as those of continuous integration: it installs and removes packages as root.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

say() { printf 'check-deb: %s\n' "$*" >&2; }
fail() {
    say "FAILED: $*"
    [ ! -s "${work:-/nonexistent}/window.log" ] || sed 's/^/    /' "$work/window.log" >&2
    exit 1
}
skip() {
    say "skipped: $*"
    exit 0
}

[ "$(id -u)" -eq 0 ] || skip "installing a package needs root"
command -v apt-get >/dev/null || skip "this is no Debian"
! dpkg-query -W -f '${Status}' kan-workbench 2>/dev/null | grep -q ' installed' ||
    skip "kan-workbench is installed here already, and would be removed"
deb=${1:-$(find target/package -maxdepth 1 -name 'kan-workbench_*.deb' -print -quit 2>/dev/null)}
[ -f "${deb:-}" ] || fail "there is no .deb in target/package: make it with ./workbench package deb"

missing=()
command -v Xvfb >/dev/null || missing+=(xvfb)
command -v xdotool >/dev/null || missing+=(xdotool)
apt_get() { DEBIAN_FRONTEND=noninteractive apt-get -y -qq "$@" >"$work/apt.log" 2>&1 || { cat "$work/apt.log" >&2; return 1; }; }

work=$(mktemp -d)
display_id='' window_id=''
clean_up() {
    [ -z "$window_id" ] || kill "$window_id" 2>/dev/null || true
    [ -z "$display_id" ] || kill "$display_id" 2>/dev/null || true
    dpkg --remove kan-workbench >/dev/null 2>&1 || true
    rm -rf "$work"
}
trap clean_up EXIT

# wait_for SECONDS WHAT COMMAND...: asks until the command says yes.
wait_for() {
    local end=$((SECONDS + $1)) what=$2
    shift 2
    until "$@"; do
        [ $SECONDS -lt $end ] || fail "$what did not come to be"
        [ -z "$window_id" ] || kill -0 "$window_id" 2>/dev/null || fail "the program ended before $what"
        sleep 0.2
    done
}

# --- Install ----------------------------------------------------------------------------------------------------------

cp "$deb" "$work/kan-workbench.deb"
chmod -R a+rX "$work"
apt_get update || true
[ ${#missing[@]} -eq 0 ] || apt_get install --no-install-recommends "${missing[@]}" || fail "no ${missing[*]} to be had"
apt_get install --no-install-recommends "$work/kan-workbench.deb" || fail "the package could not be installed"
megabytes=$(($(dpkg-query -W -f '${Installed-Size}' kan-workbench) * 1024 / 1000000))
[ $megabytes -le 300 ] || fail "it takes $megabytes MB installed, more than 300"
for file in /usr/bin/kan-workbench /usr/share/applications/kan-workbench.desktop /usr/share/mime/packages/kan-workbench.xml \
    /opt/kan-workbench/lib/app/licenses/libraries.tsv; do
    [ -e $file ] || fail "$file was not installed"
done

# --- The command --------------------------------------------------------------------------------------------------------

# Not the person's own data, and no JVM but the program's.
export KANWORKBENCH_HOME=$work/home
unset JAVA_HOME JAVA_TOOL_OPTIONS
kan-workbench presets --json >"$work/presets" 2>"$work/errors" || fail "'kan-workbench presets' failed: $(cat "$work/errors")"
grep -q '"kal-net"' "$work/presets" || fail "'kan-workbench presets' does not list kal-net"
[ ! -s "$work/errors" ] || fail "'kan-workbench presets' complains: $(cat "$work/errors")"
JAVA_TOOL_OPTIONS=-Xlog:class+load:file=$work/classes kan-workbench presets >/dev/null 2>&1
grep -q 'org.kanworkbench.Launcher source: shared objects file' "$work/classes" || fail "the class archive does not fit"

# --- The window ---------------------------------------------------------------------------------------------------------

Xvfb -displayfd 3 -screen 0 1440x900x24 3>"$work/display" >/dev/null 2>&1 &
display_id=$!
wait_for 20 "a display" test -s "$work/display"
DISPLAY=:$(<"$work/display")
export DISPLAY
JAVA_TOOL_OPTIONS=-Dkanworkbench.startup.report=$work/report /opt/kan-workbench/bin/kan-workbench >"$work/window.log" 2>&1 &
window_id=$!
wait_for 120 "its data" grep -qs ready "$work/report"
window=$(xdotool search --onlyvisible --name '^KAN Workbench$' | tail -n 1)
[ -n "$window" ] || fail "the display shows no window of its name"

scored() { kan-workbench runs --json 2>/dev/null | grep -q '"best_acc":0\.[0-9]'; }
xdotool windowfocus --sync "$window" key ctrl+Return
wait_for 180 "a scored run, after Ctrl+Enter in the window," scored
accuracy=$(kan-workbench runs --json | grep -o '"best_acc":0\.[0-9]*' | head -n 1)
awk -F: '{ exit !($2 > 0.9) }' <<<"$accuracy" || fail "the window's training came to $accuracy"
xdotool windowfocus --sync "$window" key Escape
# A fast machine may have come to the end before.
idle() { kan-workbench runs --json | grep -qE '"state":"(stopped|finished)"'; }
wait_for 60 "the end of the run, after Esc in the window," idle
kill "$window_id"
wait "$window_id" 2>/dev/null || true
window_id=''

# --- Remove -------------------------------------------------------------------------------------------------------------

apt_get remove kan-workbench || fail "the package could not be removed"
[ ! -e /opt/kan-workbench ] || fail "something is left in /opt/kan-workbench"
[ ! -e /usr/bin/kan-workbench ] || fail "/usr/bin/kan-workbench is left"
say "installed ($megabytes MB), trained by keyboard (${accuracy#*:} of the test images after the first epochs) and removed"
