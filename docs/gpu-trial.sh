#!/usr/bin/env bash
# Tries this distribution on the GPU of this machine and prints what docs/gpu.md asks for.
#   ZOO_PROFILE=cuda ./zoo doctor         (or cuda-jit for Hopper and Blackwell)
#   docs/gpu-trial.sh [FOLDER]            FOLDER gets a log of every step; ZOO_DATA adds the cards' numbers
set -uo pipefail
cd "$(dirname "$0")/.."
zoo=zoo-cli/target/zoo/bin/zoo
out=${1:-gpu-trial}
if [ ! -x "$zoo" ]; then
  echo "gpu-trial: $zoo expected: build a profile first, ZOO_PROFILE=cuda ./zoo doctor" >&2
  exit 1
fi
mkdir -p "$out"
failed=0
step() { # name, command...
  local name=$1 begun code=0
  shift
  begun=$(date +%s)
  echo "== $name: $*"
  "$@" >"$out/$name.log" 2>&1 || code=$?
  tail -n 40 "$out/$name.log"
  echo "== $name: exit code $code after $(($(date +%s) - begun)) s"
  # Beyond 128 a signal ended it: a crash in native code.
  [ "$code" = 0 ] || failed=1
}
step card nvidia-smi --query-gpu=index,name,compute_cap,driver_version,memory.total --format=csv
# One kernel, one matrix product, one random fill. The first start on a newer card translates for 10 to 20 minutes.
step trial "$zoo" doctor --trial --device gpu
[ "$failed" = 0 ] || { echo "gpu-trial: the first step on the card failed; see $out"; exit 1; }
step again "$zoo" doctor --trial --device gpu
step verify "$zoo" verify --device gpu
step verify-json "$zoo" verify --device gpu --json
step train "$zoo" train undercomplete-tiny.synthetic-digits --device gpu --out "$out/tiny" --overwrite
models='undercomplete-deep.mnist undercomplete-large.mnist conv-base.mnist vae-dense-z20.mnist'
for batch in 256 2048; do
  # shellcheck disable=SC2086 # several words
  step "bench-gpu-$batch" "$zoo" bench --device gpu --batch "$batch" $models
  # shellcheck disable=SC2086
  step "bench-cpu-$batch" "$zoo" bench --device cpu --batch "$batch" $models
done
echo "gpu-trial: logs are in $out"
exit "$failed"
