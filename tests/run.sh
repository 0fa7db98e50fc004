#!/usr/bin/env bash
# Runs every test of the solution. The last line is "N passed, M failed"; see --help.
set -uo pipefail
exec </dev/null
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
# shellcheck source=deploy/packages.sh
source deploy/packages.sh

readonly packages=(mosquitto libmosquitto1 libsqlite3-0 util-linux chromium fonts-dejavu-core tzdata)
readonly optional=(libfaketime strace systemd)
readonly results=TestResults

usage() {
    cat <<TEXT
Usage: bash tests/run.sh [--filter EXPRESSION | --screenshots DIR] [--help]

Runs all tests of Noodlink (dotnet test Noodlink.sln). It first installs the Debian packages that are missing of
  ${packages[*]}
if it may (root, or sudo without a password); otherwise it prints the apt-get line to run and exits 69. Without
  ${optional[*]}
which it installs as well if it may, tests with wrong clocks, with threads that hang, and of the units for systemd are
skipped.
Where npm is missing it installs nodejs and npm as well: the build fetches the screens' components with it, once.
It needs the .NET 10 SDK. After the first time it needs no network.

  --filter EXPRESSION   only these tests, as dotnet test --filter takes it (FullyQualifiedName~Radio)
  --screenshots DIR     only the tour past the noodsteunpunt's screens, which leaves a picture (PNG) of each main state in
                        DIR: state-light.png on a laptop of 1024x600, also -dark, -high-contrast and -phone

Reports go to $results/. The last line is "N passed, M failed". A project that does not build, or that runs no
test at all, counts as one failure. Exit 0 only if nothing failed.
TEXT
}

arguments=("$@")
filter=()
while [ $# -gt 0 ]; do
    case $1 in
        --help | -h) usage && exit 0 ;;
        --filter)
            [ -n "${2:-}" ] || { echo "--filter needs an expression; see --help." >&2 && exit "$exit_wrong_use"; }
            filter=(--filter "$2") && shift 2
            ;;
        --screenshots)
            [ -n "${2:-}" ] || { echo "--screenshots needs a folder; see --help." >&2 && exit "$exit_wrong_use"; }
            case $2 in /*) pictures=$2 ;; *) pictures=$OLDPWD/$2 ;; esac
            mkdir -p "$pictures" || { echo "Cannot make $pictures." >&2 && exit "$exit_wrong_use"; }
            export NOODLINK_SCREENSHOTS=$pictures
            arguments=(--screenshots "$pictures")
            filter=(--filter FullyQualifiedName~Screens.Tour) && shift 2
            ;;
        *) echo "Unknown option $1; see --help." >&2 && exit "$exit_wrong_use" ;;
    esac
done

verdict() {
    echo "$1 passed, $2 failed"
    [ "$2" -eq 0 ] && [ "$1" -gt 0 ]
    exit
}

# end_compiler NAME: it would wait ten more minutes for work.
end_compiler() {
    local server=$DOTNET_ROOT/sdk/$(dotnet --version)/Roslyn/bincore/VBCSCompiler.dll
    dotnet "$server" -shutdown "-pipename:$1" >/dev/null 2>&1
}

need_packages "${packages[@]}"
need_npm
want_packages "${optional[@]}"
need_dotnet
own_copy tests/run.sh "${arguments[@]}"
rm -rf "$results" && mkdir -p "$results" || unavailable "Cannot write $PWD/$results."

mapfile -t projects < <(dotnet sln Noodlink.sln list | tr '\\' '/' | grep '^tests/.*csproj$' |
    xargs grep -l '<IsTestProject>true' | sort)

if ! restore "$results/restore.log" Noodlink.sln; then
    echo "Restore failed: $results/restore.log"
    verdict 0 "${#projects[@]}"
fi
# One compiler serves all projects, whatever the environment says: made ready once instead of eleven times it takes less
# than half. It has a name of its own, so that it is ours to end.
compiler=noodlink-tests-$$
trap 'end_compiler "$compiler"' EXIT
echo "Building Noodlink.sln"
DOTNET_TieredPGO=0 dotnet build Noodlink.sln --no-restore -v quiet -clp:NoSummary \
    -p:UseSharedCompilation=true -p:SharedCompilationId=$compiler >"$results/build.log" 2>&1
built=$?
end_compiler "$compiler"
trap - EXIT
if [ $built -ne 0 ]; then
    # A test project that did not build may still have yesterday's program lying there: nothing is run.
    grep -E 'error' "$results/build.log" | sort -u | head -n 30
    echo "The build failed: $results/build.log"
    verdict 0 "${#projects[@]}"
fi

# What the test runner says besides results; all of it is in the log.
noise='^(Test run for|VSTest version|A total of|Starting test|Results File:|Attachments:|Data collector )'
noise+='|^(Additionally, path to|No test is available|$)|^\[xUnit\.net|Sequence_.*\.xml'

# One project after the other (-m:1): they share two cores, ports and pseudo-terminals; inside a project xunit already
# uses every core. A test that hangs is ended after five minutes and named.
dotnet test Noodlink.sln --no-build -m:1 --results-directory "$results" --logger "trx;LogFilePrefix=tests" \
    --blame-hang --blame-hang-timeout 5m --blame-hang-dump-type none "${filter[@]}" 2>&1 |
    tee "$results/test.log" | grep --line-buffered -vE "$noise"

# The reports decide, not the text above: a test host that died has reported less than it was asked.
total_passed=0 total_failed=0 total_skipped=0
for project in "${projects[@]}"; do
    name=$(basename "$project" .csproj)
    report=$(grep -l -iF "/${name}.dll\"" "$results"/*.trx 2>/dev/null | head -n 1)
    counters=$([ -n "$report" ] && grep -o '<Counters [^>]*' "$report")
    count() { sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$counters"; }
    passed=$(count passed) total=$(count total) executed=$(count executed)
    passed=${passed:-0} total=${total:-0} executed=${executed:-0}
    failed=$((executed - passed))
    if [ "$total" -eq 0 ] && [ ${#filter[@]} -eq 0 ]; then
        echo "$name ran no test."
        failed=1
    elif [ -n "$report" ] && [ "$failed" -eq 0 ] && grep -q '<ResultSummary outcome="Failed"' "$report"; then
        echo "$name ended before its last test; see $results/test.log."
        failed=1
    fi
    total_passed=$((total_passed + passed)) total_failed=$((total_failed + failed))
    total_skipped=$((total_skipped + total - executed))
done
[ "$total_skipped" -eq 0 ] || echo "$total_skipped skipped (why: $results/*.trx)"
verdict "$total_passed" "$total_failed"
