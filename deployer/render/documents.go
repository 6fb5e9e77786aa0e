package render

import (
	stdjson "encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/json"
	"sigs.k8s.io/yaml"
	goyaml "sigs.k8s.io/yaml/goyaml.v2"
)

// documents gives the objects of a file with YAML documents, read as kubectl reads them: of duplicate keys the last
// counts. Empty documents are dropped, lists are opened.
func documents(file, text string) ([]*unstructured.Unstructured, error) {
	return read(file, text, wrongItems)
}

// read is documents with another judge of what is in a List.
func read(file, text string, wrongItems func(object map[string]any) string) ([]*unstructured.Unstructured, error) {
	var objects []*unstructured.Unstructured
	for _, d := range split(text) {
		found, err := d.decode(file)
		if err != nil {
			return nil, err
		}
		for _, object := range found {
			if wrong := wrongItems(object.Object); wrong != "" {
				return nil, d.fault(file, wrong, "every item of a List is an object, with apiVersion and kind")
			}
			objects = append(objects, open(object)...)
		}
		if len(objects) > maxObjects {
			return nil, d.fault(file, fmt.Sprintf("there are more than %d objects", maxObjects), "")
		}
	}
	return objects, nil
}

// document is the text of a YAML document, and the line of the file on which it begins, counted from 0.
type document struct {
	text  string
	start int
}

// split cuts a file before the lines that begin with --- and after those that begin with ..., which end a document.
func split(text string) []document {
	var found []document
	lines := strings.SplitAfter(strings.TrimPrefix(text, string(utf8BOM)), "\n")
	start := 0
	cut := func(end int) {
		if end > start {
			found = append(found, document{strings.Join(lines[start:end], ""), start})
			start = end
		}
	}
	for i, line := range lines {
		switch {
		case isMarker(line, "---"):
			cut(i)
		case isMarker(line, "..."):
			cut(i + 1)
		}
	}
	cut(len(lines))
	return found
}

func isMarker(line, marker string) bool {
	rest, ok := strings.CutPrefix(line, marker)
	return ok && (rest == "" || strings.ContainsRune(" \t\r\n", rune(rest[0])))
}

var yamlLine = regexp.MustCompile(`line (\d+): `)

// decode gives the objects of a document: one, none if it is empty, or several if they are JSON, one after the other.
func (d document) decode(file string) ([]*unstructured.Unstructured, error) {
	if len(d.text) > maxDocumentBytes {
		return nil, d.fault(file, fmt.Sprintf("the document has more than %d bytes", maxDocumentBytes), "no API server takes an object that large")
	}
	values, err := d.values()
	if err != nil {
		return nil, d.syntaxError(file, err)
	}
	var objects []*unstructured.Unstructured
	for _, v := range values {
		object, err := d.object(file, v)
		if err != nil {
			return nil, err
		}
		if object != nil {
			objects = append(objects, object)
		}
	}
	return objects, nil
}

// values reads what the document has, in the types of JSON.
func (d document) values() ([]any, error) {
	if values, ok := d.jsonValues(); ok {
		return values, nil
	}
	raw, err := yaml.YAMLToJSON([]byte(d.text))
	if err != nil {
		return nil, err
	}
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		return nil, err
	}
	return []any{v}, d.rest()
}

// jsonValues reads a stream of JSON objects; ok is false if it is none.
func (d document) jsonValues() (values []any, ok bool) {
	if !strings.HasPrefix(strings.TrimSpace(d.text), "{") {
		return nil, false
	}
	for stream := stdjson.NewDecoder(strings.NewReader(d.text)); ; {
		var raw stdjson.RawMessage
		err := stream.Decode(&raw)
		if errors.Is(err, io.EOF) {
			return values, true
		}
		var v any
		if err != nil || json.Unmarshal(raw, &v) != nil {
			return nil, false
		}
		values = append(values, v)
	}
}

// rest is an error if there is something after a document in braces, brackets or quotes, which readers of YAML pass over.
func (d document) rest() error {
	if first := d.begin(); first == "" || !strings.ContainsRune("{[\"'", rune(first[0])) {
		return nil
	}
	stream := goyaml.NewDecoder(strings.NewReader(d.text))
	var v any
	if err := stream.Decode(&v); err != nil {
		return err
	}
	if err := stream.Decode(&v); !errors.Is(err, io.EOF) {
		return errors.New("there is more after the end of the object: put --- between two")
	}
	return nil
}

// begin is the first line with something in it, without the marker.
func (d document) begin() string {
	for line := range strings.Lines(d.text) {
		if isMarker(line, "---") {
			line = line[len("---"):]
		}
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			return line
		}
	}
	return ""
}

// object gives the object that a value is, or nil if it is empty.
func (d document) object(file string, v any) (*unstructured.Unstructured, error) {
	object, ok := v.(map[string]any)
	switch {
	case v == nil || ok && len(object) == 0:
		return nil, nil
	case !ok:
		return nil, d.fault(file, "this is not a Kubernetes object", "only manifests belong here")
	}
	if wrong := wrong(object); wrong != "" {
		return nil, d.fault(file, wrong, "every object has apiVersion and kind")
	}
	return &unstructured.Unstructured{Object: object}, nil
}

func (d document) fault(file, message, hint string) error {
	return &Error{File: file, Line: d.start + d.firstLine(), Message: message, Hint: hint}
}

// firstLine is the number, from 1, of the first line with something in it.
func (d document) firstLine() int {
	for i, line := range strings.Split(d.text, "\n") {
		line = strings.TrimSpace(line)
		if line != "" && !isMarker(line, "---") && !strings.HasPrefix(line, "#") {
			return i + 1
		}
	}
	return 1
}

func (d document) syntaxError(file string, err error) error {
	message := strings.TrimPrefix(strings.TrimPrefix(err.Error(), "error converting YAML to JSON: "), "yaml: ")
	e := &Error{File: file, Line: d.start + d.firstLine()}
	if m := yamlLine.FindStringSubmatch(message); m != nil {
		line, _ := strconv.Atoi(m[1])
		e.Line = d.start + line
		message = strings.Replace(message, m[0], "", 1)
	}
	e.Message = "not YAML: " + message
	if tab := d.tabbedLine(); tab > 0 {
		e.Line, e.Message, e.Hint = d.start+tab, "the line is indented with a tab, but YAML is indented with spaces", "replace the tab by spaces"
	}
	return e
}

// tabbedLine is the number of the first line with a tab in its indentation, or 0.
func (d document) tabbedLine() int {
	for i, line := range strings.Split(d.text, "\n") {
		rest := strings.TrimLeft(line, " \t")
		if strings.Contains(line[:len(line)-len(rest)], "\t") && rest != "" {
			return i + 1
		}
	}
	return 0
}

// describe names an object in messages.
func describe(object *unstructured.Unstructured) string {
	return fmt.Sprintf("%s/%s", object.GetKind(), object.GetName())
}
