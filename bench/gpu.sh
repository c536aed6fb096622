#!/usr/bin/env bash
# Compares the engines on this machine's GPU and processor, and PyTorch on the same GPU where a Python with it is there.
# Needs the NVIDIA driver; everything else comes from Maven with ./workbench --cuda or, in a folder that runtime.sh made, lies
# beside it: then the vector engine, OpenCL and CUDA's driver are compared, in some minutes.
#
#   bench/gpu.sh [FOLDER]       writes engines.jsonl and machine.txt into FOLDER, target/gpu by default
#
# Never run on a GPU so far: no machine with one was at hand. Without a driver it says so.
set -euo pipefail

here=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
home=$(cd -P -- "$here/.." && pwd -P)
carried=$here/runtime/bin/java
out=$home/target/gpu
[ ! -x "$carried" ] || out=$here/result
out=${1:-$out}

nvidia-smi >/dev/null 2>&1 || {
    printf 'gpu.sh: no NVIDIA driver found (nvidia-smi does not answer): install it first\n' >&2
    exit 1
}
mkdir -p "$out"
{
    date -u
    nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv
    uname -srm
    nproc
} >"$out/machine.txt"

# PyTorch in turns with the engines, where a Python with it sees the GPU.
python=${PYTHON:-python3}
peer=()
if "$python" -c 'import sys, torch; sys.exit(not torch.cuda.is_available())' 2>/dev/null; then
    peer=(--peer "$here/torch_step.py" --python "$python")
else
    printf 'gpu.sh: %s has no PyTorch that sees the GPU: the engines are compared alone\n' "$python" >&2
fi

if [ -x "$carried" ]; then
    for engine in opencl cuda; do
        "$carried" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -cp "$here/lib/*" \
            org.kanworkbench.Launcher bench --only engine --engine "$engine" --quick --json ${peer[@]+"${peer[@]}"} ||
            printf 'gpu.sh: %s was not measured\n' "$engine" >&2
    done
else
    for engine in opencl cuda nd4j-native nd4j-cuda; do
        cuda=()
        [ "$engine" != nd4j-cuda ] || cuda=(--cuda)
        "$home/workbench" ${cuda[@]+"${cuda[@]}"} bench --only engine --engine "$engine" --json ${peer[@]+"${peer[@]}"} ||
            printf 'gpu.sh: %s was not measured\n' "$engine" >&2
    done
fi | tee "$out/engines.jsonl"
