package render

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"github.com/chandler-dev/chandler/schema"
)

// request is what a worker is asked to render: a line of JSON, then the files of the chart.
type request struct {
	Chart, Name, Namespace string
	Values                 schema.Values
	Capabilities           *Capabilities
	Revision               int
	Lookup                 bool
	Limits                 Limits
	Files                  []file
}

// answer is a line of a worker: the template that it begins with, or what it wants to be looked up, or what is wrong with
// the chart, or at last the texts that follow.
type answer struct {
	At     string `json:",omitempty"`
	Lookup *query `json:",omitempty"`
	Fault  *Error `json:",omitempty"`
	Texts  []file `json:",omitempty"`
}

// file is one of those that follow a line, in that order.
type file struct {
	Name string
	Size int
}

// maxLine bounds a line of a worker, which names at most all templates of a chart.
const maxLine = 16 << 20

func newRequest(in Input, c chart) (request, error) {
	nested, err := in.Values.Nested()
	if err != nil {
		return request{}, err
	}
	return request{Chart: c.path, Name: in.Name, Namespace: in.Namespace, Values: nested, Capabilities: in.Capabilities,
		Revision: in.Revision, Lookup: in.Lookup != nil, Limits: in.Limits, Files: listOf(c.files)}, nil
}

func listOf[T ~string | ~[]byte](files map[string]T) []file {
	list := make([]file, 0, len(files))
	for _, name := range slices.Sorted(maps.Keys(files)) {
		list = append(list, file{name, len(files[name])})
	}
	return list
}

// work does what a worker is for, until the one that started it is gone.
func work(in io.Reader, out io.Writer) error {
	buffered := bufio.NewReader(in)
	line, err := readLine(buffered)
	if err != nil {
		return fmt.Errorf("read what is to be rendered: %w", err)
	}
	var r request
	if err := json.Unmarshal(line, &r); err != nil {
		return fmt.Errorf("read what is to be rendered: %w", err)
	}
	if err := confine(r.Limits); err != nil {
		return err
	}
	files, err := readFiles(buffered, r.Files, maxChartBytes)
	if err != nil {
		return err
	}
	found := make(chan []byte)
	go func() {
		for { // what was looked up; if there is nothing more to come, this is the end
			line, err := readLine(buffered)
			if err != nil {
				os.Exit(1)
			}
			found <- line
		}
	}()
	return r.render(files, out, found)
}

func (r request) render(files map[string][]byte, out io.Writer, found <-chan []byte) error {
	say := json.NewEncoder(out)
	in := Input{Revision: r.Revision, Values: r.Values, Name: r.Name, Namespace: r.Namespace, Capabilities: r.Capabilities,
		entered: func(template string) { _ = say.Encode(answer{At: template}) }} // nobody reads it if that fails
	if r.Lookup {
		in.Lookup = asking(say, found)
	}
	texts, err := renderChart(context.Background(), in, chart{path: r.Chart, files: files})
	var output budget
	for name, text := range texts {
		err = errors.Join(err, output.spend(name, len(text)))
	}
	if err != nil {
		return say.Encode(answer{Fault: asFault(r.Chart, err)})
	}
	list := listOf(texts)
	return writeWithFiles(out, answer{Texts: list}, list, texts)
}

// asFault gives an error in the form in which it can be told to another process.
func asFault(file string, err error) *Error {
	var fault *Error
	if errors.As(err, &fault) {
		return fault
	}
	return &Error{File: file, Message: err.Error()}
}

func writeWithFiles[T ~string | ~[]byte](out io.Writer, line any, list []file, files map[string]T) error {
	buffered := bufio.NewWriterSize(out, 64<<10)
	err := json.NewEncoder(buffered).Encode(line)
	for _, f := range list {
		_, e := buffered.WriteString(string(files[f.Name]))
		err = errors.Join(err, e)
	}
	return errors.Join(err, buffered.Flush())
}

func readLine(in *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := in.ReadSlice('\n')
		line = append(line, part...)
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, err
		}
		if len(line) > maxLine {
			return nil, errors.New("the line is too long")
		}
	}
}

func readFiles(in io.Reader, list []file, limit int) (map[string][]byte, error) {
	files := make(map[string][]byte, len(list))
	for _, f := range list {
		if limit -= f.Size; f.Size < 0 || limit < 0 {
			return nil, errors.New("the files are too large")
		}
		data := make([]byte, f.Size)
		if _, err := io.ReadFull(in, data); err != nil {
			return nil, fmt.Errorf("read %s: %w", f.Name, err)
		}
		files[f.Name] = data
	}
	return files, nil
}
