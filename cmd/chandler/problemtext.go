package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/chandler-dev/chandler/internal/origin"
	"github.com/chandler-dev/chandler/schema"
	"github.com/chandler-dev/chandler/schema/report"
)

// problemText is how problems are written to w.
func problemText(w io.Writer, sources report.Sources) report.Text {
	file, ok := terminal(w)
	if !ok {
		return report.Text{Sources: sources}
	}
	return report.Text{Sources: sources, Colour: coloured(), Width: columns(file)}
}

// withSchemaLines makes an error that is schema.Problems show the lines of the package's schemas, as it is written to w.
func withSchemaLines(err error, files fs.FS, w io.Writer) error {
	var problems schema.Problems
	if !errors.As(err, &problems) {
		return err
	}
	sources := report.Sources{}
	for _, name := range []string{"data/schema.yaml", "data-test/schema.yaml"} {
		if data, err := fs.ReadFile(files, name); err == nil {
			sources[origin.Of(files, name)] = data
		}
	}
	text := problemText(w, sources).All(problems.Errors())
	return fmt.Errorf("%s\n\n%s", report.Summary(problems.Errors()), strings.TrimRight(text, "\n"))
}

// coloured says whether terminals are to be given colours.
func coloured() bool { return os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" }
