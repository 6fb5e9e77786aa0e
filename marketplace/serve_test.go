package marketplace

import (
	"context"
	"strings"
	"testing"
)

// A second server would not tell those who follow what changes on the first.
func TestASecondServerOnOneFileIsRefused(t *testing.T) {
	c := config(t)
	start(t, c)
	second := c
	second.Ready = func(Started) { t.Error("it answers") }
	if err := Serve(t.Context(), second); err == nil || !strings.Contains(err.Error(), "another store works on") || !strings.Contains(err.Error(), "PostgreSQL") {
		t.Errorf("error is %v", err)
	}
	if _, err := AdminLink(t.Context(), c, Admin); err != nil {
		t.Errorf("a link beside the server: %v", err)
	}
}

func TestAServerThatHasEndedLetsGoOfItsFile(t *testing.T) {
	c := config(t)
	for range 2 {
		ctx, stop := context.WithCancel(t.Context())
		c.Ready = func(Started) { stop() }
		if err := Serve(ctx, c); err != nil {
			t.Fatal(err)
		}
	}
}
