package test

import (
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// position is how far a log was read: enough to go on after a broken connection with no line lost or told twice.
//
// A server gives the lines since a time in whole seconds, in the order in which they were written, which may differ by
// a hair from that of their times. So the lines of the latest second and of the one before it are counted.
type position struct {
	second int64  // of the latest line, in Unix time; 0 before the first
	lines  [2]int // of the second before it, and of it
	latest time.Time
}

// since is the time from which to ask for lines; nil for all.
func (p *position) since() *metav1.Time {
	if p.second == 0 {
		return nil
	}
	t := metav1.Unix(p.second-1, 0)
	return &t
}

// seen is how many of the lines since that time were taken.
func (p *position) seen() int { return p.lines[0] + p.lines[1] }

// take moves the position behind a line.
func (p *position) take(at time.Time) {
	switch s := at.Unix(); {
	case s > p.second:
		before := 0
		if s == p.second+1 {
			before = p.lines[1]
		}
		p.second, p.lines = s, [2]int{before, 1}
	case s >= p.second-1:
		p.lines[1-(p.second-s)]++
	}
	if at.After(p.latest) {
		p.latest = at
	}
}
