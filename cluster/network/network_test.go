package network

import (
	"errors"
	"net/netip"
	"strings"
	"testing"
)

func prefixes(texts ...string) []netip.Prefix {
	var list []netip.Prefix
	for _, t := range texts {
		list = append(list, netip.MustParsePrefix(t))
	}
	return list
}

func TestAllocateChoosesTheFirstRangeThatOverlapsNothing(t *testing.T) {
	for name, test := range map[string]struct {
		taken []netip.Prefix
		want  string
	}{
		"nothing is taken":                  {nil, "10.64.0.0/16"},
		"another cluster has the first":     {prefixes("10.64.0.0/16"), "10.65.0.0/16"},
		"a small network lies within":       {prefixes("10.64.3.0/28", "10.65.255.255/32"), "10.66.0.0/16"},
		"a gap is used":                     {prefixes("10.64.0.0/16", "10.66.0.0/16"), "10.65.0.0/16"},
		"a VPN has all of 10.0.0.0/8":       {prefixes("10.0.0.0/8"), "172.16.0.0/16"},
		"Docker has the usual, VPN the 10s": {prefixes("10.0.0.0/8", "172.17.0.0/16"), "172.16.0.0/16"},
		"all private ranges are taken":      {prefixes("10.0.0.0/8", "172.16.0.0/12"), "198.18.0.0/16"},
	} {
		t.Run(name, func(t *testing.T) {
			plan, err := Allocate(test.taken)
			if err != nil || plan.Range.String() != test.want {
				t.Errorf("got %v, %v; want %s", plan.Range, err, test.want)
			}
		})
	}
}

func TestAllocateSaysSoWhenNoRangeIsFree(t *testing.T) {
	if _, err := Allocate(prefixes("10.0.0.0/8", "172.16.0.0/12", "198.18.0.0/15")); !errors.Is(err, ErrNoRange) {
		t.Errorf("got %v", err)
	}
}

func TestAllocateNeverGivesTheSameRangeTwice(t *testing.T) {
	var taken []netip.Prefix
	for {
		plan, err := Allocate(taken)
		if err != nil {
			break
		}
		if Overlaps(plan.Range, taken) {
			t.Fatalf("%s given again", plan.Range)
		}
		taken = append(taken, plan.Range)
	}
	if len(taken) != 64+16+2 {
		t.Errorf("%d ranges", len(taken))
	}
}

func TestThePartsOfAPlanLieInItsRangeAndDoNotOverlap(t *testing.T) {
	p := Plan{Range: netip.MustParsePrefix("10.70.0.0/16")}
	parts := []netip.Prefix{p.Link(), p.LoadBalancers(), p.Services(), p.Pods()}
	for i, part := range parts {
		if !p.Range.Contains(part.Addr()) || part.Bits() <= p.Range.Bits() {
			t.Errorf("%s is not within %s", part, p.Range)
		}
		if Overlaps(part, parts[:i]) {
			t.Errorf("%s overlaps with another part", part)
		}
	}
	if !p.Link().Contains(p.Host()) || !p.Link().Contains(p.Node()) || !p.Services().Contains(p.Kubernetes()) {
		t.Errorf("host %s, node %s, API server %s", p.Host(), p.Node(), p.Kubernetes())
	}
}

func TestRulesReachTheClusterAndTheHostWithoutTheRelay(t *testing.T) {
	p := Plan{Range: netip.MustParsePrefix("10.70.0.0/16")}
	rules := Rules(p, []netip.Addr{netip.MustParseAddr("192.0.2.7")})
	for _, want := range []string{"elements = { 10.70.0.0/16, 127.0.0.0/8, 192.0.2.7 }", "ip saddr 10.70.128.0/17 ip daddr != 10.70.0.0/16 masquerade"} {
		if !strings.Contains(rules, want) {
			t.Errorf("no %q in\n%s", want, rules)
		}
	}
}
