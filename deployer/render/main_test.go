package render

import (
	"os"
	"testing"
)

// TestMain lets this test program be the worker that renders the charts of its tests.
func TestMain(m *testing.M) {
	Worker()
	os.Exit(m.Run())
}
