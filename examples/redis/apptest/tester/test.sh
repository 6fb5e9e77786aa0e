#!/bin/sh
# Tests Redis through its Service. REDIS_HOST and REDIS_PASSWORD come from the tester Pod.
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

# The password goes through the environment: in an argument, others could read it.
redis() { REDISCLI_AUTH=$REDIS_PASSWORD redis-cli -h "$REDIS_HOST" "$@" 2>&1; }

# A Service answers shortly after its Pods are ready, not at the same instant.
answers() {
  tries=25
  until [ "$(redis ping)" = PONG ]; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || return 1
    sleep 0.2
  done
}

can_set() { [ "$(redis set greeting hello)" = OK ]; }
can_get() { [ "$(redis get greeting)" = hello ]; }
is_persistent() { redis info persistence | grep -q '^aof_enabled:1'; }
refuses_wrong() { REDISCLI_AUTH=wrong redis-cli -h "$REDIS_HOST" ping 2>&1 | grep -q WRONGPASS; }
refuses_none() { redis-cli -h "$REDIS_HOST" ping 2>&1 | grep -q NOAUTH; }

check "$REDIS_HOST answers PING with the password" answers
check "SET stores a value" can_set
check "GET gives it back" can_get
check "writes go to the append-only file" is_persistent
check "a wrong password is refused" refuses_wrong
check "no password is refused" refuses_none

exit $failed
