package auth

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

var noon = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

func TestAnAccountIsTriedSoOftenOnly(t *testing.T) {
	throttle := NewThrottle()
	address := func(i int) string { return fmt.Sprintf("192.0.2.%d", i) }
	for i := range accountTries {
		if err := throttle.Try(noon, "isv", address(i)); err != nil {
			t.Fatalf("attempt %d: %v", i+1, err)
		}
	}
	err := throttle.Try(noon, "isv", address(100))
	var later *Later
	var refusal *domain.Error
	if !errors.As(err, &later) || later.After != accountEvery || !errors.As(err, &refusal) || refusal.Code != "too-many-attempts" || refusal.Kind != domain.TooMany {
		t.Fatalf("%v", err)
	}
	if err := throttle.Try(noon, "reviewer", address(101)); err != nil {
		t.Errorf("another account: %v", err)
	}
	if err := throttle.Try(noon.Add(later.After), "isv", address(102)); err != nil {
		t.Errorf("when it said: %v", err)
	}
	if err := throttle.Try(noon.Add(later.After), "isv", address(103)); err == nil {
		t.Error("more than one after the wait")
	}
	throttle.Forgive("isv", address(103))
	if err := throttle.Try(noon, "isv", address(104)); err != nil {
		t.Errorf("after signing in: %v", err)
	}
}

func TestWhoIsGuessedAtIsNotLockedOutWhereTheySignIn(t *testing.T) {
	throttle := NewThrottle()
	const home, elsewhere = "192.0.2.1", "192.0.2.2"
	if err := throttle.Try(noon, "isv", home); err != nil {
		t.Fatal(err)
	}
	throttle.Forgive("isv", home)
	for i := range 100 {
		_ = throttle.Try(noon, "isv", fmt.Sprintf("198.51.100.%d", i))
	}
	if err := throttle.Try(noon, "isv", elsewhere); err == nil {
		t.Error("from where nobody has signed in, the account may be guessed at")
	}
	if err := throttle.Try(noon, "isv", home); err != nil {
		t.Errorf("at home: %v", err)
	}
	for range accountTries {
		_ = throttle.Try(noon, "isv", home)
	}
	if err := throttle.Try(noon, "isv", home); err == nil {
		t.Error("at home the account may be guessed at without end")
	}
}

func TestAnAddressTriesSoOftenOnly(t *testing.T) {
	for name, address := range map[string]func(i int) string{
		"the same":                  func(int) string { return "192.0.2.1" },
		"of one customer's network": func(i int) string { return fmt.Sprintf("2001:db8:1:2::%x", i) },
		"written as IPv6":           func(i int) string { return []string{"192.0.2.1", "::ffff:192.0.2.1"}[i%2] },
	} {
		throttle := NewThrottle()
		for i := range addressTries {
			if err := throttle.Try(noon, fmt.Sprintf("user-%d", i), address(i)); err != nil {
				t.Fatalf("%s: attempt %d: %v", name, i+1, err)
			}
		}
		if err := throttle.Try(noon, "", address(addressTries)); err == nil {
			t.Errorf("%s: one more than %d", name, addressTries)
		}
		if err := throttle.Try(noon, "", "198.51.100.1"); err != nil {
			t.Errorf("%s: another address: %v", name, err)
		}
	}
}

func TestWhoSucceedsMayTryAgainWithoutEnd(t *testing.T) {
	throttle := NewThrottle()
	for i := range 10 * addressTries {
		if err := throttle.Try(noon, "isv", "192.0.2.1"); err != nil {
			t.Fatalf("sign-in %d: %v", i+1, err)
		}
		throttle.Forgive("isv", "192.0.2.1")
	}
	for range addressTries {
		_ = throttle.Try(noon, "", "192.0.2.1")
	}
	if err := throttle.Try(noon, "", "192.0.2.1"); err == nil {
		t.Errorf("after it, more than %d attempts at once", addressTries)
	}
}

func TestTheThrottlesMemoryIsBounded(t *testing.T) {
	throttle := NewThrottle()
	for i := range remembered + 1000 {
		_ = throttle.Try(noon, fmt.Sprintf("user-%d", i), fmt.Sprintf("10.%d.%d.%d", i>>16, i>>8&255, i&255))
	}
	a, b := throttle.accounts.Len(), throttle.addresses.Len()
	for i := range remembered + 1000 {
		throttle.Forgive(fmt.Sprintf("user-%d", i), "192.0.2.1")
	}
	if c := throttle.known.Len(); a != remembered || b != remembered || c != remembered {
		t.Errorf("%d accounts, %d addresses and %d of both are remembered, want %d of each", a, b, c, remembered)
	}
}
