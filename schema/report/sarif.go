package report

import (
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"slices"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"github.com/chandler-dev/chandler/schema"
	"github.com/chandler-dev/chandler/schema/manual"
)

// SARIF describes a run of the tool "chandler".
type SARIF struct {
	// Version is that of the tool.
	Version string
	// Folder is the absolute path of the folder that places are relative to: where the tool runs.
	Folder string
}

// Write writes the problems as a SARIF 2.1.0 log with one run. The error is that of w.
func (s SARIF) Write(w io.Writer, problems schema.Problems) error {
	if err := s.report(problems).PrettyWrite(w); err != nil {
		return fmt.Errorf("write the problems as SARIF: %w", err)
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (s SARIF) report(problems schema.Problems) *sarif.Report {
	driver := sarif.NewToolComponent().WithName("chandler").WithVersion(s.Version).WithRules(sarifRules(problems))
	run := sarif.NewRun().WithColumnKind("unicodeCodePoints").WithResults([]*sarif.Result{})
	run.WithTool(sarif.NewTool().WithDriver(driver))
	for _, p := range problems {
		at := slices.IndexFunc(driver.Rules, func(r *sarif.ReportingDescriptor) bool { return *r.ID == p.Code })
		run.AddResult(s.result(p).WithRuleIndex(at))
	}
	return sarif.NewReport().AddRun(run)
}

// sarifRules gives a rule for every code among the problems, in the order of the codes.
func sarifRules(problems schema.Problems) []*sarif.ReportingDescriptor {
	var codes []string
	for _, p := range problems {
		codes = append(codes, p.Code)
	}
	slices.Sort(codes)
	rules := []*sarif.ReportingDescriptor{}
	for _, code := range slices.Compact(codes) {
		name, description := title(code)
		rules = append(rules, sarif.NewReportingDescriptor().WithID(code).WithName(name).
			WithShortDescription(sarif.NewMultiformatMessageString().WithText(description)).
			WithHelp(sarif.NewMultiformatMessageString().WithText("See "+page(code)+" of Chandler's documentation.")))
	}
	return rules
}

// title gives the name and the short description of a code.
func title(code string) (name, description string) {
	if c, known := manual.FindCode(code); known {
		return code, c.Title
	}
	return code, "a rule for packages"
}

func (s SARIF) result(p schema.Problem) *sarif.Result {
	text := p.Message
	if p.Hint != "" {
		text += " (" + p.Hint + ")"
	}
	level := "error"
	if p.Severity == schema.Warning {
		level = "warning"
	}
	place := sarif.NewPhysicalLocation().WithArtifactLocation(sarif.NewArtifactLocation().WithURI(s.uri(p.File)))
	if p.Line > 0 {
		place.WithRegion(sarif.NewRegion().WithStartLine(p.Line).WithStartColumn(max(p.Column, 1)))
	}
	return sarif.NewResult().WithRuleID(p.Code).WithLevel(level).WithMessage(sarif.NewTextMessage(text)).
		AddLocation(sarif.NewLocation().WithPhysicalLocation(place))
}

// uri gives a path as a reference that is resolved against the folder.
func (s SARIF) uri(file string) string {
	if relative, err := filepath.Rel(s.Folder, file); err == nil && filepath.IsAbs(file) {
		file = relative
	}
	return (&url.URL{Path: filepath.ToSlash(filepath.Clean(file))}).String()
}
