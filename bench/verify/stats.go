package main

import (
	"fmt"
	"slices"
	"time"
)

// series are the times of the counted runs of one measurement.
type series []time.Duration

// print writes the series as a row of a Markdown table.
func (s series) print(name string) {
	sorted := slices.Sorted(slices.Values(s))
	if len(sorted) == 0 {
		return
	}
	fmt.Printf("| %s | %.2f | %.2f | %.2f |\n", name, sorted[0].Seconds(), sorted[len(sorted)/2].Seconds(), sorted[len(sorted)-1].Seconds())
}

// timed returns how long f took.
func timed(f func() error) (time.Duration, error) {
	begin := time.Now()
	err := f()
	return time.Since(begin), err
}

// repeat runs f once without counting and then n times counted.
func repeat(n int, f func() (time.Duration, error)) (series, error) {
	if _, err := f(); err != nil {
		return nil, err
	}
	var s series
	for range n {
		d, err := f()
		if err != nil {
			return nil, err
		}
		s = append(s, d)
	}
	return s, nil
}
