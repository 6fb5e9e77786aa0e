package artifacts

import (
	"regexp"
	"strings"

	"github.com/chandler-dev/chandler/deployer/render"
)

// helmPlaces are what Helm puts in front of the cause of an error, once for each template on the way to it.
var helmPlaces = regexp.MustCompile(`^(?:(?:execution|parse) error at \([^)]*\): |template: \S+: executing "[^"]*" at <[^>]*>: |` +
	`\S+:\d+(?::\d+)? executing "[^"]*" at <.*?>: |error calling \w+: |template: \S+:\d+(?::\d+)?: )+`)

// goWords are what the template engine says of Go's types, and what that means for whoever wrote the template.
var goWords = strings.NewReplacer(
	"nil pointer evaluating interface {}.", "there is no value that could have the field ",
	" in type interface {}", ": the value is no map",
	"interface {}", "value",
)

const maxMessage = 400

// templateProblem is a fault of a template in one line, with the template's path in its chart.
func templateProblem(e *render.Error) Problem {
	message := strings.Join(strings.Fields(e.Message), " ")
	message = goWords.Replace(helmPlaces.ReplaceAllString(message, ""))
	if runes := []rune(message); len(runes) > maxMessage {
		message = string(runes[:maxMessage]) + "…"
	}
	file := inChart(e.File)
	if strings.HasPrefix(message, "the values do not suit values.schema.json") {
		file = "values.yaml"
	} else if file == "data/chart/chart.tar.gz" { // of our making
		file = ""
	}
	return Problem{File: file, Line: e.Line, Message: message, Hint: e.Hint}
}

// inChart is the path of a template in its chart; Helm puts the chart's name in front.
func inChart(file string) string {
	top, rest, ok := strings.Cut(file, "/")
	if ok && top != "data" && (strings.HasPrefix(rest, "templates/") || strings.HasPrefix(rest, "charts/")) {
		return rest
	}
	return file
}
