#!/usr/bin/env bash
# Tries this distribution on the GPU of this machine and writes what docs/gpu.md asks for.
#   ZOO_PROFILE=cuda ./zoo doctor         (or cuda-jit for Hopper and Blackwell)
#   docs/gpu-trial.sh [FOLDER]            FOLDER gets results.md and a log of every step
# ZOO_DATA=DIR adds the numbers of the model cards. TRANSLATE=1 translates the GPU code ahead of time first, which
# needs a CUDA toolkit. A python3 with torch adds PyTorch's throughput. An hour, most of it verification.
set -uo pipefail
cd "$(dirname "$0")/.."
zoo=zoo-cli/target/zoo/bin/zoo
out=${1:-gpu-trial}
table=$out/results.md
models='undercomplete-deep.mnist.v1 undercomplete-large.mnist.v1 conv-base.mnist.v1'
batches='256 2048'
fail() {
  echo "gpu-trial: $1" >&2
  exit 1
}
if [ ! -x "$zoo" ]; then
  fail "$zoo expected: build a profile first, ZOO_PROFILE=cuda ./zoo doctor"
fi
if ! card=$(nvidia-smi --query-gpu=name,compute_cap,driver_version,memory.total --format=csv,noheader 2>/dev/null) ||
  [ -z "$card" ]; then
  fail "an NVIDIA GPU expected; nvidia-smi lists none: there is nothing to try on this machine"
fi
mkdir -p "$out" || fail "a folder to write to expected; $out is none"
failed=0
seconds=0
step() { # name, command...: runs it, keeps its output, and adds a row to the table
  local name=$1 begun code=0
  shift
  begun=$(date +%s)
  echo "== $name: $*"
  "$@" >"$out/$name.out" 2>"$out/$name.err" || code=$?
  seconds=$(($(date +%s) - begun))
  tail -n 40 "$out/$name.out" "$out/$name.err"
  echo "== $name: exit code $code after $seconds s"
  # Beyond 128 a signal ended it: a crash in native code.
  [ "$code" = 0 ] || failed=1
  echo "| $name | $code | $seconds |" >>"$table"
  return "$code"
}
column() { # file, model, key: a number of a JSON list of rows
  awk -v model="\"$2\"" -v key="\"$3\"" '
    index($0, "\"model\"") { here = index($0, model) > 0 }
    here && index($0, key) { sub(/.*: */, ""); sub(/[,.].*/, ""); print; exit }' "$1" 2>/dev/null
}
{
  echo "# Trial of $(date -u +%Y-%m-%d)"
  echo
  echo "- Card: $card"
  echo "- CPU: $(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo 2>/dev/null | head -n 1), $(nproc 2>/dev/null) cores"
  echo "- Commit: $(git rev-parse HEAD 2>/dev/null)"
  echo
  echo "| step | exit code | seconds |"
  echo "|---|---|---|"
} >"$table"

if [ "${TRANSLATE:-0}" = 1 ]; then
  step translate "$zoo" doctor --translate || fail "the translation failed; see $out/translate.err"
fi
# One kernel, one matrix product, one random fill. Without a translation ahead of time the first start on a newer card
# takes 10 to 20 minutes; the second shows what a start costs afterwards.
step trial "$zoo" doctor --trial --device gpu || fail "the first step on the card failed; see $out/trial.err"
step again "$zoo" doctor --trial --device gpu
step doctor "$zoo" doctor --json --device gpu
step train "$zoo" train undercomplete-tiny.synthetic-digits --device gpu --out "$out/tiny" --overwrite
for batch in $batches; do
  # shellcheck disable=SC2086 # several words
  step "bench-gpu-$batch" "$zoo" bench --json --device gpu --batch "$batch" $models
  # shellcheck disable=SC2086
  step "bench-cpu-$batch" "$zoo" bench --json --device cpu --batch "$batch" $models
done
if python3 -c 'import torch' 2>/dev/null; then
  # shellcheck disable=SC2086
  step torch python3 docs/gpu-trial-torch.py $batches
else
  echo "== torch: left out, python3 with torch expected"
fi
# Model by model, so that a slow or failing one is seen, and the rest goes on.
verified=0
for id in $("$zoo" list --json | sed -n 's/.*"id" *: *"\([^"]*\)".*/\1/p'); do
  step "verify-$id" "$zoo" verify --json --device gpu "$id" && verified=$((verified + 1))
done
{
  echo
  echo "Models verified: $verified."
  echo
  echo "Training, samples a second:"
  echo
  echo "| model | batch | GPU | CPU | PyTorch eager |"
  echo "|---|---|---|---|---|"
  for model in $models; do
    for batch in $batches; do
      gpu=$(column "$out/bench-gpu-$batch.out" "$model" trainSamplesPerSecond)
      cpu=$(column "$out/bench-cpu-$batch.out" "$model" trainSamplesPerSecond)
      torch=$(awk -v m="$model" -v b="$batch" '$1 == m && $2 == b { print $3 }' "$out/torch.out" 2>/dev/null)
      echo "| $model | $batch | ${gpu:--} | ${cpu:--} | ${torch:--} |"
    done
  done
} >>"$table"
cat "$table"
echo "gpu-trial: the table is $table, logs are beside it"
exit "$failed"
