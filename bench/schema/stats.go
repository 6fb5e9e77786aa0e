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
	ms := func(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
	fmt.Printf("| %s | %.3f | %.3f | %.3f |\n", name, ms(sorted[0]), ms(sorted[len(sorted)/2]), ms(sorted[len(sorted)-1]))
}

// repeat runs f once without counting and then n times counted.
func repeat(n int, f func() error) (series, error) {
	if err := f(); err != nil {
		return nil, err
	}
	var s series
	for range n {
		begin := time.Now()
		if err := f(); err != nil {
			return nil, err
		}
		s = append(s, time.Since(begin))
	}
	return s, nil
}
