#!/usr/bin/env bash
# test-report.sh: runs the tests of the HTML report in Chromium. The package that drives it is 214 MB to fetch, so that only this does it.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup/common.sh"
source "$root/eng/environment.sh"

export CHROMIUM=${CHROMIUM:-/usr/bin/chromium}
[[ -x $CHROMIUM ]] || fail "$CHROMIUM is missing" "apt-get install chromium, or set CHROMIUM to a Chromium"
say "building with Microsoft.Playwright"
quietly test-report dotnet build "$root/tests/Auscult.Evaluation.Tests" --configuration Release --nologo -p:BrowserTests=true -nodeReuse:false
export AUSCULT_REPORT_TIMES=$root/artifacts/report-times.txt
dotnet test "$root/artifacts/bin/Auscult.Evaluation.Tests/release/Auscult.Evaluation.Tests.dll" --nologo --filter FullyQualifiedName~Report.Browser
cat "$AUSCULT_REPORT_TIMES"
