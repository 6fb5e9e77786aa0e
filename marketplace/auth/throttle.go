package auth

import (
	"math"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

// How often somebody may try to prove who they are: so many at once, then one per interval. An address may stand for an
// office; an account is tried from many addresses.
const (
	accountTries, accountEvery = 10, 30 * time.Second
	addressTries, addressEvery = 30, 2 * time.Second
	// remembered bounds the accounts, and the addresses, that are kept in memory; who was not seen for longest is forgotten.
	remembered = 20_000
)

// Throttle bounds attempts at guessing passwords and secrets, by account and by address. From where somebody has signed in
// before, attempts at the account are counted for themselves: others cannot keep them out by guessing.
type Throttle struct {
	mu                         sync.Mutex
	accounts, addresses, known *simplelru.LRU[string, *bucket]
}

// NewThrottle gives a Throttle that has seen nobody.
func NewThrottle() *Throttle {
	buckets := func() *simplelru.LRU[string, *bucket] {
		l, err := simplelru.NewLRU[string, *bucket](remembered, nil)
		if err != nil {
			panic(err) // the size is positive
		}
		return l
	}
	return &Throttle{accounts: buckets(), addresses: buckets(), known: buckets()}
}

// Later is the refusal of an attempt that came too soon.
type Later struct {
	Refusal *domain.Error
	After   time.Duration
}

// Error is the refusal's words.
func (l *Later) Error() string { return l.Refusal.Error() }

// Unwrap gives the refusal.
func (l *Later) Unwrap() error { return l.Refusal }

// Try counts an attempt at an account (empty for none, as with links) from an address, and refuses with a *Later if there
// were too many of either.
func (t *Throttle) Try(now time.Time, account, address string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	wait := take(t.addresses, Network(address), now, addressTries, addressEvery)
	if from := account + " " + Network(address); t.known.Contains(from) {
		wait = max(wait, take(t.known, from, now, accountTries, accountEvery))
	} else if account != "" {
		wait = max(wait, take(t.accounts, account, now, accountTries, accountEvery))
	}
	if wait == 0 {
		return nil
	}
	seconds := int(math.Ceil(wait.Seconds()))
	refusal := &domain.Error{Kind: domain.TooMany, Code: "too-many-attempts", Message: "there were too many attempts to sign in",
		Hint: "wait " + strconv.Itoa(seconds) + " seconds, then try again"}
	return &Later{Refusal: refusal, After: time.Duration(seconds) * time.Second}
}

// Forgive takes back the attempt from an address once it has succeeded, and forgets those at the account, if there is one:
// who can sign in may do so as often as they like. From that address they are known then.
func (t *Throttle) Forgive(account, address string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if account != "" {
		t.accounts.Remove(account)
		t.known.Add(account+" "+Network(address), &bucket{left: accountTries})
	}
	if b, ok := t.addresses.Peek(Network(address)); ok {
		b.left = min(b.left+1, addressTries)
	}
}

// bucket is how many attempts were left at a time.
type bucket struct {
	left float64
	at   time.Time
}

// take takes one attempt from a bucket and gives zero, or how long it takes until there is one.
func take(buckets *simplelru.LRU[string, *bucket], key string, now time.Time, tries int, every time.Duration) time.Duration {
	b, ok := buckets.Get(key)
	if !ok {
		b = &bucket{left: float64(tries), at: now}
		buckets.Add(key, b)
	}
	if passed := now.Sub(b.at); passed > 0 {
		b.left, b.at = min(b.left+passed.Seconds()/every.Seconds(), float64(tries)), now
	}
	if b.left >= 1 {
		b.left--
		return 0
	}
	return time.Duration((1 - b.left) * float64(every))
}

// Network is what is counted of an address: of IPv6 the part that one customer of a provider has.
func Network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	ip = ip.Unmap().WithZone("")
	if ip.Is4() {
		return ip.String()
	}
	prefix, err := ip.Prefix(64)
	if err != nil {
		return address
	}
	return prefix.String()
}
