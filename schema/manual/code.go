package manual

import (
	"embed"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/txtar"
)

// Code is the page of a code that a problem can have. Its texts are Markdown.
type Code struct {
	// ID is the code, such as CH122.
	ID    string
	Title string
	// Severity is "error", "warning", or "error or warning".
	Severity string
	// With is another code that the example cannot be had without; mostly empty.
	With string
	// What says what was found, Why why it cannot work or why to care, Fix what to do.
	What, Why, Fix string
	// Wrong is a package with just this fault; Mended are those of its files that mend it.
	Wrong, Mended []File
}

// File is a file of an example: schema.yaml, schema.test.yaml or parameters.yaml.
type File struct {
	Name, Text string
}

// Codes gives the pages of all codes, in their order.
func Codes() []Code {
	return codes()
}

// FindCode gives the page of a code.
func FindCode(id string) (Code, bool) {
	for _, c := range Codes() {
		if c.ID == id {
			return c, true
		}
	}
	return Code{}, false
}

//go:embed codes/*.txtar
var codeFiles embed.FS

var codes = sync.OnceValue(func() []Code {
	var all []Code
	for _, archive := range archives(codeFiles, "codes") {
		all = append(all, parseCode(archive))
	}
	return all
})

// parseCode reads a page: a header, the parts What, Why and Fix, and the files wrong/… and mended/….
func parseCode(page *txtar.Archive) Code {
	header, text, _ := strings.Cut(string(page.Comment), "\n\n")
	var c Code
	for _, line := range strings.Split(header, "\n") {
		name, value, _ := strings.Cut(line, ": ")
		switch name {
		case "Code":
			c.ID = value
		case "Title":
			c.Title = value
		case "Severity":
			c.Severity = value
		case "With":
			c.With = value
		}
	}
	c.What, text, _ = strings.Cut(text, "\n# Why\n")
	c.Why, c.Fix, _ = strings.Cut(text, "\n# Fix\n")
	c.What, c.Why, c.Fix = strings.TrimSpace(c.What), strings.TrimSpace(c.Why), strings.TrimSpace(c.Fix)
	for _, f := range page.Files {
		if name, wrong := strings.CutPrefix(f.Name, "wrong/"); wrong {
			c.Wrong = append(c.Wrong, File{name, string(f.Data)})
		} else if name, mended := strings.CutPrefix(f.Name, "mended/"); mended {
			c.Mended = append(c.Mended, File{name, string(f.Data)})
		}
	}
	return c
}
