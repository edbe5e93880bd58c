#!/usr/bin/env bash
# Every suite of ../shared/harness with the figures that briefgen is held to; results in build/harness/. Not part of CI: it takes an hour or two.
set -u
cd "$(dirname "$0")/.."
harness="${BRIEFGEN_SHARED:-../shared}/harness"
[ -d "$harness" ] || { echo "needs $harness"; exit 1; }
PATH="${BRIEFGEN_BIN:-$PWD/.venv/bin}:$PATH"
results=build/harness
mkdir -p "$results"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

suite() { # NAME SCRIPT [OPTION ...]
  local name=$1 script=$2
  shift 2
  echo "== $name"
  python3 -B "$harness/$script" --work "$work/$name" --json "$results/$name.json" "$@" > "$results/$name.txt" 2>&1
  local code=$?
  tail -n 1 "$results/$name.txt"
  failed=$((failed + code))
}

build='briefgen build {src} -o {out} --keep-going --now 2026-11-01T00:00:00Z'
suite kill-time killsweep.py --articles 120 --points 200
suite kill-syscall killsweep.py --articles 120 --mode syscall --points 400
suite faults faults.py --many 10000
suite concurrent concurrent_builds.py --procs 3 --rounds 20
suite repro repro.py --cmd "$build -j {jobs}"
suite bad badset.py --strict
npm install --silent --no-audit --no-fund --prefix "$results/node" playwright-core
export REL_NODE="$PWD/$results/node/node_modules"
suite xss xss.py --limit 0 --chunk 500 --timeout 600 --browser 500
HARNESS_CLEAN=off suite xss-uncleaned xss.py --limit 0 --chunk 500 --timeout 600

echo "== every payload on the pages of serve itself"
python3 -B -c 'import json, sys; sys.path.insert(0, sys.argv[1]); import xss_payloads
print(json.dumps([payload[1] for payload in xss_payloads.load(0)]))' "$harness" > "$work/payloads.json"
BRIEFGEN_PAYLOADS="$work/payloads.json" python3 -m pytest -q -n 0 tests/server/test_serve_hostile.py > "$results/serve.txt" 2>&1
failed=$((failed + $?))
tail -n 1 "$results/serve.txt"
suite server devserver.py --sse 500 --rebuilds 100 --max-seen 0.3 --serve 'briefgen serve {src} --port {port}' \
  --page /articles/a00001/ --live /_briefgen/live --write /_briefgen/clean/a00001
echo "failed checks: $failed"
exit $((failed > 100 ? 100 : failed))
