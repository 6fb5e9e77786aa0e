package faultproxy

import (
	"math/rand/v2"
	"slices"
)

// Match picks requests.
type Match func(Request) bool

// Any matches every request.
func Any(Request) bool { return true }

// Writes matches requests that change an app: not those of Leases and Events, which only go with it.
func Writes(r Request) bool { return r.Writes() && r.Resource != "leases" && r.Resource != "events" }

// Verbs matches requests with one of the verbs.
func Verbs(verbs ...string) Match {
	return func(r Request) bool { return slices.Contains(verbs, r.Verb) }
}

// Of matches requests about objects of the resource.
func Of(resource string) Match {
	return func(r Request) bool { return r.Resource == resource }
}

// All matches what all of them match.
func All(matches ...Match) Match {
	return func(r Request) bool {
		return !slices.ContainsFunc(matches, func(m Match) bool { return !m(r) })
	}
}

// Rule says which requests are spoiled, and how.
type Rule struct {
	Match Match
	// Skip lets that many requests of the match pass first, Times then spoils no more than so many; 0 is without end.
	Skip, Times int
	// Each counts Skip and Times for each object on its own.
	Each bool
	// Share spoils only this part of the requests, by chance; 0 is all of them.
	Share float64
	Do    Fault
}

// active is a rule at work.
type active struct {
	Rule
	seen   map[string]int
	chance *rand.Rand
}

func newActive(r Rule) *active {
	return &active{Rule: r, seen: map[string]int{}, chance: rand.New(rand.NewPCG(1, 2))} // the same in every run
}

// wants says whether the rule spoils a request, which it counts.
func (a *active) wants(r Request) bool {
	if !a.Match(r) || a.Share > 0 && a.chance.Float64() >= a.Share {
		return false
	}
	key := ""
	if a.Each {
		key = r.Path
	}
	a.seen[key]++
	n := a.seen[key] - a.Skip
	return n > 0 && (a.Times == 0 || n <= a.Times)
}
