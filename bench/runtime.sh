#!/usr/bin/env bash
# Makes a folder that compares engines on a machine with a graphics driver alone: no Java, no Maven, no internet. Below 60 MB.
#
#   bench/runtime.sh [FOLDER]   target/gpu-runtime by default; copy it to that machine and start gpu.sh in it
#
# Needs a JDK 25 (JAVA_HOME) and what ./workbench devices compiles. For machines like this one.
set -euo pipefail

home=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
out=${1:-$home/target/gpu-runtime}
jdk=${JAVA_HOME:+$JAVA_HOME/bin/}

stop() {
    printf 'runtime.sh: %s\n' "$1" >&2
    exit 1
}

command -v "${jdk}jlink" >/dev/null || stop "no jlink found: set JAVA_HOME to a JDK 25"
[ -d "$home/target/classes" ] && [ -d "$home/target/lib" ] || stop "nothing is compiled yet: start ./workbench devices first"
[ ! -e "$out" ] || stop "$out is there already: remove it, or name another folder"

mkdir -p "$out/lib"
"${jdk}jlink" --add-modules java.base,java.logging,jdk.management,jdk.unsupported,jdk.incubator.vector \
    --compress zip-9 --strip-debug --no-header-files --no-man-pages --output "$out/runtime"
# jlink leaves 5 MB of names in the virtual machine that nothing looks up.
if command -v strip >/dev/null; then
    find "$out/runtime/lib" -name '*.so' -exec strip --strip-unneeded {} +
fi
"${jdk}jar" --create --file "$out/lib/kan-workbench.jar" -C "$home/target/classes" .
# What bench needs; ND4J's engines are left out.
for library in picocli- jackson-annotations- jackson-core-2 jackson-databind- xz-; do
    cp "$home"/target/lib/"$library"*.jar "$out/lib/"
done
cp "$home/bench/gpu.sh" "$home/bench/torch_step.py" "$out/"
printf '%s: %s MB\n' "$out" "$(du -sm "$out" | cut -f1)"
