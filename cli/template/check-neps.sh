#!/usr/bin/env bash
# Checks proposals, and writes what they would do as Markdown. It reads them and runs nothing of them.
#   ./check-neps.sh <folder> [<commit>]   those that changed in the folder's repository since the commit; default all of neps/
# With POLITY_RPC_URL they are also explained and tried on the network's present state, of which nothing remains.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=$(cd "${1:?name the folder with the proposals}" && pwd)
since=${2:-}
cd "$here"

# Where something was deployed, its file says what proposals look like; before that, the configuration does.
deployed=$(find deployments -name polity.json 2>/dev/null | head -n 1 || true)
failed=0
fence='```'

step() {
  local title=$1 output
  shift
  echo
  echo "### $title"
  echo
  if output=$(node_modules/.bin/polity "$@" 2>&1); then :; else failed=1; fi
  # A fence that no output can close, and no more than a summary takes.
  output=${output//"$fence"/"'''"}
  printf '%s\n' "${fence}text" "${output:0:60000}" "$fence"
}

if [ -n "$since" ]; then
  list=$(git -C "$folder" diff --name-only --diff-filter=AM "$since"...HEAD -- neps)
else
  list=$(cd "$folder" && find neps -maxdepth 1 -type f)
fi
while IFS= read -r name; do
  # Names are chosen by strangers: a file whose name is not that of a proposal is left out.
  [[ $name =~ ^neps/nep-[0-9]{1,6}-[a-z0-9-]{1,100}\.md$ ]] || continue
  [ -f "$folder/$name" ] && [ ! -L "$folder/$name" ] || continue
  echo "## $name"
  if [ -z "$deployed" ] || [ -z "${POLITY_RPC_URL:-}" ]; then
    step "Is it valid?" nep check --nep "$folder/$name" --preset ./network.ts
    echo
    echo "It was not explained and not tried: that needs a deployment, and a node in POLITY_RPC_URL."
    continue
  fi
  step "Is it valid?" nep check --nep "$folder/$name"
  step "What would it do, and who decides?" gov explain --nep "$folder/$name"
  step "Would it succeed today, and what would change?" gov simulate --nep "$folder/$name"
done <<<"$list"
exit $failed
