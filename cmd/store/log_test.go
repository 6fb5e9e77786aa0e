package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"testing"

	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	"k8s.io/klog/v2"
)

func TestWhatTheClientsSayIsInTheLog(t *testing.T) {
	t.Cleanup(klog.ClearLogger)
	var out bytes.Buffer
	if _, err := newLog(&out, "json"); err != nil {
		t.Fatal(err)
	}
	for _, say := range []func(){
		func() { klog.Warning("gone") },
		func() { utilruntime.HandleErrorWithContext(context.Background(), errors.New("gone"), "cannot watch") },
	} {
		out.Reset()
		say()
		var line struct{ Time, Level, Msg, From string }
		if err := json.Unmarshal(out.Bytes(), &line); err != nil || line.From != "kubernetes client" || line.Msg == "" {
			t.Errorf("the log has %q: %v", out.String(), err)
		}
	}
}

func TestALogHasAFormat(t *testing.T) {
	if _, err := newLog(&bytes.Buffer{}, "xml"); err == nil {
		t.Error("a format that there is not is taken")
	}
}
