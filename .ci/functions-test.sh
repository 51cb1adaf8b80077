#!/usr/bin/env bash
# Tries what .ci/run counts with: a sum that is wrong would hide a failing test.
set -u
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
wrong=0

expect() {
  if [ "$2" != "$3" ]; then
    echo "$1: expected '$2', got '$3'"
    wrong=1
  fi
}

# totals <exit code> <assemblies>: the verdict and the last line for the log in $folder/log, in a shell of its own.
totals() {
  bash -c '. "$0/functions.sh"; if count_tests "$1" "$2" "$3" > /dev/null; then verdict=good; else verdict=bad; fi; echo "$verdict: $(finish)"' "$here" "$folder/log" "$1" "$2"
}

good_line='Passed!  - Failed:     0, Passed:    37, Skipped:     2, Total:    39, Duration: 964 ms - A.dll (net10.0)'
bad_line='Failed!  - Failed:     3, Passed:  1200, Skipped:     0, Total:  1203, Duration: 1 m 2 s - B.dll (net10.0)'
skipped_line='Skipped! - Failed:     0, Passed:     0, Skipped:     5, Total:     5, Duration: 1 ms - C.dll (net10.0)'
empty_line='Passed!  - Failed:     0, Passed:     0, Skipped:     0, Total:     0, Duration: 1 ms - D.dll (net10.0)'

printf '%s\n' noise "$good_line" > "$folder/log"
expect 'one assembly' 'good: 37 passed, 0 failed, 2 skipped' "$(totals 0 1)"
expect 'an assembly without a line' 'bad: 37 passed, 1 failed, 2 skipped' "$(totals 0 2)"
expect 'a crash after the last test' 'bad: 37 passed, 1 failed, 2 skipped' "$(totals 1 1)"

printf '%s\n' "$good_line" "$bad_line" > "$folder/log"
expect 'two assemblies, three failures' 'bad: 1237 passed, 3 failed, 2 skipped' "$(totals 1 2)"

printf '%s' "$good_line" > "$folder/log"
expect 'a last line without its end' 'good: 37 passed, 0 failed, 2 skipped' "$(totals 0 1)"

printf '%s\n' "$skipped_line" > "$folder/log"
expect 'skipped tests only' 'bad: 0 passed, 1 failed, 5 skipped' "$(totals 0 1)"

printf '%s\n' "$good_line" "$empty_line" > "$folder/log"
expect 'an assembly with no test' 'bad: 37 passed, 1 failed, 2 skipped' "$(totals 0 2)"

: > "$folder/log"
expect 'no test at all' 'bad: 0 passed, 1 failed, 0 skipped' "$(totals 0 1)"

( . "$here/functions.sh"; count passed; finish > /dev/null ); expect 'all passed' 0 $?
( . "$here/functions.sh"; count passed; count failed; finish > /dev/null ); expect 'one failed' 1 $?
( . "$here/functions.sh"; count skipped 3; finish > /dev/null ); expect 'nothing passed' 1 $?

cat > "$folder/README.md" <<'MD'
# Title
`inline` text
```sh
git clone https://example.org/x
cd x
# the first
dotnet run one

dotnet test two  
```
```sh
not this
```
MD
expect 'commands of a README' 'dotnet run one|dotnet test two' "$(. "$here/functions.sh"; first_commands "$folder/README.md" | paste -sd '|')"
printf 'no block\n' > "$folder/README.md"
expect 'a README without commands' '' "$(. "$here/functions.sh"; first_commands "$folder/README.md")"

mkdir "$folder/data" "$folder/clone"
printf 'a,b\n1,2\n' > "$folder/data/rows.csv"
expect 'committed copies' 'stolen.csv|' "$(
  cd "$folder/clone" && git init -q . && cp ../data/rows.csv 'stolen.csv' && echo mine > mine.csv && git add . &&
  . "$here/functions.sh" && committed_copies ../data | sed 's/^[0-9a-f]*  //' | tr '\n' '|')"
ln -s data "$folder/link"
expect 'committed copies of a folder behind a link' 1 "$(cd "$folder/clone" && . "$here/functions.sh" && committed_copies ../link | wc -l)"
mkdir "$folder/empty"
expect 'nothing to compare with' '../empty holds no file to compare with' "$(cd "$folder/clone" && . "$here/functions.sh" && committed_copies ../empty)"
expect 'no committed copies' '' "$(
  cd "$folder/clone" && git rm -q -f stolen.csv && . "$here/functions.sh" && committed_copies ../data)"

if [ "$wrong" -eq 0 ]; then echo "The counting of .ci/run counts right."; fi
exit "$wrong"
