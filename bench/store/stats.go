package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"time"
)

// series are how long requests of one kind took.
type series []time.Duration

// print writes the series as a row of a Markdown table, in milliseconds.
func (s series) print(name string) {
	if len(s) == 0 {
		return
	}
	slices.Sort(s)
	ms := func(share float64) float64 {
		return float64(s[int(share*float64(len(s)-1))]) / float64(time.Millisecond)
	}
	fmt.Printf("| %s | %d | %.2f | %.2f | %.2f |\n", name, len(s), ms(0.5), ms(0.99), ms(1))
}

func header(title string) {
	fmt.Printf("\n%s\n\n| | requests | p50 | p99 | max |\n|---|---|---|---|---|\n", title)
}

// loadAverage is how busy the machine was in the last minute: beyond its number of processors, others disturb the figures.
func loadAverage() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	minute, _, _ := strings.Cut(string(text), " ")
	return minute
}
