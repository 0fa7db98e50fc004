#!/usr/bin/env bash
# Kills node, hub and broker as often as asked, under load; see --help.
set -uo pipefail
exec </dev/null
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
# shellcheck source=deploy/packages.sh
source deploy/packages.sh

usage() {
    cat <<TEXT
Usage: bash tests/kills.sh N [--seed S] [--help]

Three regions side by side, each with a coördinatiepunt, its broker and a noodsteunpunt. Noodmeldingen are posted without
a pause while node, hub and broker are killed with signal 9 at random moments, N times in all (some two a second).
Then calm, and the count: everything accepted stands in the feed once and in the meldkamer's folder once, nothing else
does, no file was written twice, no broker is left over.

  --seed S   the same victims in the same order; without it every run is another (a failure prints its seed)

It first installs the Debian packages that are missing, as tests/run.sh does. Exit 0 when nothing was lost or doubled.
TEXT
}

kills='' seed=''
while [ $# -gt 0 ]; do
    case $1 in
        --help | -h) usage && exit 0 ;;
        --seed) seed=${2:?--seed needs a number} && shift 2 ;;
        *[!0-9]* | '') echo "'$1' is not understood; see --help." >&2 && exit "$exit_wrong_use" ;;
        *) kills=$1 && shift ;;
    esac
done
[ -n "$kills" ] || { usage >&2 && exit "$exit_wrong_use"; }
case $seed in *[!0-9]*) echo "--seed must be a whole number." >&2 && exit "$exit_wrong_use" ;; esac

need_packages mosquitto libmosquitto1 libsqlite3-0 util-linux
need_dotnet
log=$(mktemp)
trap 'rm -f "$log"' EXIT
restore "$log" tests/Noodlink.Scenarios || { echo "Restore failed." >&2 && exit 1; }
dotnet build tests/Noodlink.Scenarios --no-restore -v quiet -clp:NoSummary >"$log" 2>&1 || { cat "$log" >&2 && exit 1; }
NOODLINK_KILLS=$kills NOODLINK_SEED=$seed dotnet test tests/Noodlink.Scenarios --no-build \
    --filter FullyQualifiedName~Kills.KillTests --logger 'console;verbosity=detailed' |
    grep --line-buffered -vE '^(Test run for|A total of|/.*\.dll$|$)|^\[xUnit'
