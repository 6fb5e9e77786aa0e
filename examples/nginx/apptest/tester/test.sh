#!/bin/sh
# Tests the web server through its Service. URL and GREETING come from the tester Pod.
set -u

failed=0

# check DESCRIPTION COMMAND…: one line for each check, as TAP has it.
check() {
  what=$1
  shift
  if "$@"; then
    echo "ok - $what"
  else
    echo "not ok - $what"
    failed=1
  fi
}

get() { wget -q -O - "$URL$1" 2>&1; }

# A Service answers shortly after its Pods are ready, not at the same instant.
answers() {
  tries=25
  until get /healthz >/dev/null; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || return 1
    sleep 0.2
  done
}

has_greeting() { get / | grep -qF "<h1>$GREETING</h1>"; }
is_healthy() { [ "$(get /healthz)" = ok ]; }
is_missing() { wget -S -q -O /dev/null "$URL/no-such-page" 2>&1 | grep -q ' 404 '; }

check "$URL answers" answers
check "the front page says \"$GREETING\"" has_greeting
check "/healthz says ok" is_healthy
check "a page that does not exist is 404" is_missing

exit $failed
