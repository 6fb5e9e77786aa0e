package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"net/url"

	"github.com/chandler-dev/chandler/internal/ansi"
	"github.com/chandler-dev/chandler/schema"
)

// Page is the name of the report's page in the folder of a run's logs.
const Page = "report.html"

//go:embed report.html.tmpl
var htmlText string

var htmlPage = template.Must(template.New("report.html").Funcs(template.FuncMap{
	"clean": ansi.Clean, "seconds": seconds, "culprit": culprit, "lines": splitLines,
	"isError": func(s schema.Severity) bool { return s == schema.Error },
	"link":    func(file string) string { return (&url.URL{Path: file}).String() },
	"mark":    func(v Verdict) string { return marks[v] },
}).Parse(htmlText))

// WriteHTML writes the report as a page that needs nothing but itself. files are the logs beside it, as paths from its
// folder with slashes, to which it links.
func (r *Report) WriteHTML(w io.Writer, files []string) error {
	if err := htmlPage.Execute(w, struct {
		*Report
		Files []string
	}{r, files}); err != nil {
		return fmt.Errorf("write the report as HTML: %w", err)
	}
	return nil
}
