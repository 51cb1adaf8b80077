# What .ci/run counts with; tried by .ci/functions-test.sh. To be sourced.

passed=0
failed=0
skipped=0

# count passed|failed|skipped [how many]
count() {
  printf -v "$1" '%d' $(( ${!1} + ${2:-1} ))
}

# Sums the lines that `dotnet test` writes for every assembly. Sets tests_passed, tests_failed, tests_skipped, tests_assemblies.
#   Passed!  - Failed:     0, Passed:    37, Skipped:     0, Total:    37, Duration: 964 ms - X.dll (net10.0)
sum_test_lines() {
  local line
  tests_passed=0 tests_failed=0 tests_skipped=0 tests_assemblies=0
  while IFS= read -r line || [ -n "$line" ]; do
    if [[ $line =~ (Passed|Failed|Skipped)!' '+'- Failed:'\ +([0-9]+),\ +'Passed:'\ +([0-9]+),\ +'Skipped:'\ +([0-9]+),\ +'Total:'\ +([0-9]+) ]]; then
      tests_failed=$(( tests_failed + BASH_REMATCH[2] ))
      tests_passed=$(( tests_passed + BASH_REMATCH[3] ))
      tests_skipped=$(( tests_skipped + BASH_REMATCH[4] ))
      if [ "${BASH_REMATCH[5]}" -gt 0 ]; then tests_assemblies=$(( tests_assemblies + 1 )); fi
    fi
  done < "$1"
}

# count_tests <log> <exit code of dotnet test> <assemblies that hold tests>
# Adds what was run to the totals; a run that says of itself less than it should is one more failure.
count_tests() {
  sum_test_lines "$1"
  count passed "$tests_passed"
  count failed "$tests_failed"
  count skipped "$tests_skipped"
  if [ "$(( tests_passed + tests_failed ))" -eq 0 ]; then
    echo "The test run executed no test."
    count failed
    return 1
  fi
  if [ "$tests_assemblies" -ne "$3" ]; then
    echo "$tests_assemblies of $3 test assemblies reported tests."
    count failed
    return 1
  fi
  if [ "$2" -ne 0 ] && [ "$tests_failed" -eq 0 ]; then
    echo "dotnet test ended with exit code $2 although no test failed."
    count failed
    return 1
  fi
  [ "$tests_failed" -eq 0 ]
}

# The commands in the first fenced block of a Markdown file, one a line; getting the repository is not among them.
first_commands() {
  awk '/^```/ { if (inside) exit; inside = 1; next } inside' "$1" |
    sed -e 's/[[:space:]]*$//' -e '/^#/d' -e '/^$/d' -e '/^git clone /d' -e '/^cd /d'
}

# committed_copies <folder>: tracked files of the repository here that are, byte for byte, a file of that folder.
committed_copies() {
  local hashes
  hashes=$(mktemp)
  find -L "$1" -type f ! -name README.md ! -name SHA256SUMS -size +0 -exec sha256sum {} + | cut -d ' ' -f 1 | sort -u > "$hashes"
  if [ -s "$hashes" ]; then
    git ls-files -z | xargs -0 sha256sum -- 2>/dev/null | grep -F -f "$hashes"
  else
    echo "$1 holds no file to compare with"
  fi
  rm -f "$hashes"
}

# The line that ends the run, and its exit code.
finish() {
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}
