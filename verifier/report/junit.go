package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/chandler-dev/chandler/internal/ansi"
)

// The form of a report that CI systems read: a suite of which each step is a test.
type (
	junitSuites struct {
		XMLName xml.Name   `xml:"testsuites"`
		Suite   junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Skipped  int         `xml:"skipped,attr"`
		Time     string      `xml:"time,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Class   string        `xml:"classname,attr"`
		Name    string        `xml:"name,attr"`
		Time    string        `xml:"time,attr"`
		Failure *junitFailure `xml:"failure,omitempty"`
		Skipped *junitSkipped `xml:"skipped,omitempty"`
		Out     string        `xml:"system-out,omitempty"`
	}
	junitFailure struct {
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
	junitSkipped struct {
		Message string `xml:"message,attr,omitempty"`
	}
)

// WriteJUnit writes the report as JUnit XML, with the steps as tests of a suite that has the package's name.
func (r *Report) WriteJUnit(w io.Writer) error {
	suite := junitSuite{Name: strings.TrimSpace(r.Package + " " + r.Version), Tests: len(r.Steps), Time: junitTime(r.Seconds)}
	for _, s := range r.Steps {
		c := junitCase{Class: r.Package, Name: s.Name, Time: junitTime(s.Seconds), Out: clean(append([]string{s.Summary}, s.Notes...))}
		switch s.Verdict {
		case Failed:
			suite.Failures++
			c.Failure = &junitFailure{Message: ansi.Clean(s.Reason), Text: clean(text{}.step(s))}
		case Skipped:
			suite.Skipped++
			c.Skipped = &junitSkipped{Message: ansi.Clean(s.Reason)}
		}
		suite.Cases = append(suite.Cases, c)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return fmt.Errorf("write the report as JUnit XML: %w", err)
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(junitSuites{Suite: suite}); err != nil {
		return fmt.Errorf("write the report as JUnit XML: %w", err)
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func junitTime(s float64) string { return fmt.Sprintf("%.3f", s) }

// clean joins lines without what has no place in a text for programs.
func clean(lines []string) string {
	var cleaned []string
	for _, line := range nonEmpty(lines...) {
		cleaned = append(cleaned, ansi.Clean(line))
	}
	return strings.Join(cleaned, "\n")
}
