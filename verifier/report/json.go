package report

import (
	"encoding/json"
	"fmt"
	"io"
)

// JSON writes the report as one document when the run is over, and nothing before.
type JSON struct {
	Discard
	w io.Writer
}

// NewJSON returns a Reporter that writes to w.
func NewJSON(w io.Writer) *JSON { return &JSON{w: w} }

// Finish writes the document.
func (j *JSON) Finish(r *Report) { _ = r.WriteJSON(j.w) }

// WriteJSON writes the report as indented JSON. A step without objects has an empty list, so that readers need not ask.
func (r *Report) WriteJSON(w io.Writer) error {
	for _, s := range r.Steps {
		if s.Objects == nil {
			s.Objects = []Object{}
		}
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	if err := e.Encode(r); err != nil {
		return fmt.Errorf("write the report as JSON: %w", err)
	}
	return nil
}
