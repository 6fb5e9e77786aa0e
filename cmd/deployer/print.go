package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/chandler-dev/chandler/deployer/event"
)

// testPrefix marks what belongs to the tests of a package, as those who read deployer logs expect it.
const testPrefix = "SMOKE_TEST "

// printer tells events: as JSON for programs, or as lines for people.
type printer struct {
	json        bool
	out, errors io.Writer
}

func printerFor(format string, out, errors io.Writer) printer {
	return printer{json: format == "json", out: out, errors: errors}
}

// error tells what went wrong before a run could begin.
func (p printer) error(err error) {
	if p.json {
		f := &event.Failure{Stage: event.Expand, Message: err.Error()}
		p.print(event.Event{Time: time.Now().UTC(), Stage: event.Expand, Kind: event.Failed, Message: f.Message, Failure: f})
		return
	}
	p.line(p.errors, "ERROR "+err.Error())
}

func (p printer) print(e event.Event) {
	if p.json {
		p.line(p.out, string(e.Line()))
		return
	}
	prefix := ""
	if e.Stage == event.Test {
		prefix = testPrefix
	}
	for _, line := range words(e) {
		p.line(p.out, prefix+line)
	}
}

// line writes one line. Nobody is left to tell if that fails.
func (p printer) line(w io.Writer, text string) { _, _ = fmt.Fprintln(w, text) }

// words are the lines that people read of an event.
func words(e event.Event) []string {
	switch e.Kind {
	case event.Begin:
		return nil
	case event.Waiting:
		return []string{fmt.Sprintf("%-7s waiting for %s: %s", e.Stage, e.Ref, e.Message)}
	case event.Warning:
		if e.Ref != nil {
			e.Message = e.Ref.String() + ": " + e.Message
		}
		return []string{fmt.Sprintf("%-7s WARNING %s", e.Stage, e.Message)}
	case event.Log:
		if e.Source != "" {
			return []string{e.Source + ": " + e.Message}
		}
		return []string{e.Message}
	case event.Failed:
		return failureWords(e.Failure)
	}
	return []string{strings.TrimSpace(fmt.Sprintf("%-7s done  %s", e.Stage, e.Message))}
}

func failureWords(f *event.Failure) []string {
	lines := []string{fmt.Sprintf("ERROR %s: %s", f.Stage, f.Error())}
	if f.Culprit != nil {
		lines = append(lines, "  "+f.Culprit.String())
	}
	for _, l := range f.Log {
		lines = append(lines, "    "+l)
	}
	if f.Hint != "" {
		lines = append(lines, "  "+f.Hint)
	}
	return lines
}
