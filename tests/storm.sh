#!/usr/bin/env bash
# A whole region comes back to a hub that was killed; see --help.
set -uo pipefail
exec </dev/null
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
# shellcheck source=deploy/packages.sh
source deploy/packages.sh

usage() {
    cat <<TEXT
Usage: bash tests/storm.sh [--stations N] [--seed S] [--help]

A hub with N noodsteunpunten on its LAN (150 when not said, at most 200) is killed with signal 9. Each of them takes 20
routine messages and then a noodmelding; the hub comes back and all return at once. The hub and its broker are the real
programs; the stations share one process, each with its own key, account, connection and sealed frames. Printed: how the
connections spread, when the last noodmelding and the last message had their receipt, what the hub took before a
noodmelding, lost, twice, memory of the hub.

  --stations N   so many; select(2), which their connections wait in, ends at 1,024 open files in one process
  --seed S       the same delays again; without it every run is another (a failure prints its seed)

It first installs the Debian packages that are missing, as tests/run.sh does. Exit 0 when nothing was lost or doubled and
every station's noodmelding came before its routine.
TEXT
}

stations=150 seed=''
while [ $# -gt 0 ]; do
    case $1 in
        --help | -h) usage && exit 0 ;;
        --stations) stations=${2:?--stations needs a number} && shift 2 ;;
        --seed) seed=${2:?--seed needs a number} && shift 2 ;;
        *) echo "'$1' is not understood; see --help." >&2 && exit "$exit_wrong_use" ;;
    esac
done
case $stations in '' | *[!0-9]* | ????*) stations=0 ;; esac
[ "$stations" -ge 1 ] && [ "$stations" -le 200 ] || { echo "--stations must be 1 to 200." >&2 && exit "$exit_wrong_use"; }
case $seed in *[!0-9]*) echo "--seed must be a whole number." >&2 && exit "$exit_wrong_use" ;; esac

need_packages mosquitto libmosquitto1 libsqlite3-0 util-linux
need_dotnet
log=$(mktemp)
trap 'rm -f "$log"' EXIT
restore "$log" tests/Noodlink.Scenarios || { echo "Restore failed." >&2 && exit 1; }
dotnet build tests/Noodlink.Scenarios -c Release --no-restore -v quiet -clp:NoSummary >"$log" 2>&1 || { cat "$log" >&2 && exit 1; }
NOODLINK_STORM=$stations NOODLINK_SEED=$seed dotnet test tests/Noodlink.Scenarios -c Release --no-build \
    --filter FullyQualifiedName~Reconnects.ReconnectTests --logger 'console;verbosity=detailed' |
    grep --line-buffered -vE '^(Test run for|A total of|/.*\.dll$|$)|^\[xUnit'
