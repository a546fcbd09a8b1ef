#!/bin/bash
# The step of action.yml that checks: annotations go to stdout, SARIF into a file, and the exit status is that of smtpd-lint.
set -euo pipefail

home=$(cd "$(dirname "$0")/.." && pwd)
lint=$home/cli/dist/smtpd-lint.cjs
if [ ! -f "$lint" ]; then
  # A checkout of the action has no bundle yet.
  (cd "$home" && npm ci --no-audit --no-fund && npm run build) >&2
fi

cd "${SMTPD_LINT_DIRECTORY:-.}"
shopt -s globstar nullglob
# Patterns are expanded, and their results not split at white space.
IFS=''
files=()
while read -r pattern; do
  [ -n "$pattern" ] || continue
  # shellcheck disable=SC2206
  found=($pattern)
  for file in "${found[@]}"; do [ -f "$file" ] && files+=("$file"); done
done <<<"${SMTPD_LINT_FILES:-**/smtpd.conf}"
if [ ${#files[@]} -eq 0 ]; then
  echo "::error title=smtpd-lint::no file matches ${SMTPD_LINT_FILES:-**/smtpd.conf}; correct the input \"files\""
  exit 2
fi

options=()
while read -r option; do [ -z "$option" ] || options+=("$option"); done <<<"${SMTPD_LINT_ARGS:-}"
sarif=${SMTPD_LINT_SARIF:-smtpd-lint.sarif}

status=0
node "$lint" check --format github --output "sarif:$sarif" "${options[@]}" -- "${files[@]}" || status=$?
if [ -f "$sarif" ]; then echo "sarif-file=$(realpath "$sarif")" >>"${GITHUB_OUTPUT:-/dev/null}"; fi
exit "$status"
