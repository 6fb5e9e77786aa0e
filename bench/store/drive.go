package main

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"
)

// request does one request and says what came of it.
type request func(ctx context.Context, r *rand.Rand) error

// drive starts so many requests a second for a while, each of the kinds in turn, whether or not earlier ones were
// answered (an open loop), and gives how long each took from when it was to begin.
func drive(ctx context.Context, rate int, length time.Duration, requests []request) ([]series, error) {
	times := make([]series, len(requests))
	var mu sync.Mutex
	var group sync.WaitGroup
	var failed error
	begin := time.Now()
	total := int(length.Seconds() * float64(rate))
	for i := range total {
		due := begin.Add(time.Duration(i) * time.Second / time.Duration(rate))
		time.Sleep(time.Until(due))
		if ctx.Err() != nil {
			break
		}
		group.Go(func() {
			err := requests[i%len(requests)](ctx, rand.New(rand.NewPCG(uint64(i), 7))) // the same requests in each run
			took := time.Since(due)
			mu.Lock()
			defer mu.Unlock()
			times[i%len(requests)] = append(times[i%len(requests)], took)
			if err != nil {
				failed = err
			}
		})
	}
	group.Wait()
	return times, failed
}
