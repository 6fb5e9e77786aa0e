package testspec

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"text/template"
	"text/template/parse"
)

// Values are what the templates of a spec can name: {{.Env.NAME}} and {{.Var.NAME}}.
type Values struct {
	Env, Var map[string]string
}

// MaxSize is the largest spec, in bytes, before and after its templates are filled in.
const MaxSize = 1 << 20

var errTooLarge = errors.New("is larger than 1 MiB")

// fill puts the values into a spec. A name that has no value becomes "<no value>", with a warning.
func fill(file string, data []byte, values Values) ([]byte, []Note, error) {
	t, err := template.New(file).Parse(string(data))
	if err != nil {
		return nil, nil, templateError(file, err)
	}
	out := &limited{}
	if err := t.Execute(out, values); err != nil {
		return nil, nil, templateError(file, err)
	}
	f := filling{file: file, source: string(data), values: values}
	if bytes.Contains(out.Bytes(), []byte("<no value>")) {
		f.list(t.Root)
	}
	return out.Bytes(), f.notes, nil
}

// templateError drops the words that the template package puts in front: they are about Go.
func templateError(file string, err error) error {
	if errors.Is(err, errTooLarge) {
		return Faults{{File: file, Message: errTooLarge.Error() + " when its templates are filled in"}}
	}
	return Faults{{File: file, Message: "in a template: " + strings.TrimPrefix(strings.TrimPrefix(err.Error(), "template: "), file+":")}}
}

// limited refuses to grow beyond MaxSize.
type limited struct{ bytes.Buffer }

func (l *limited) Write(p []byte) (int, error) {
	if l.Len()+len(p) > MaxSize {
		return 0, errTooLarge
	}
	return l.Buffer.Write(p)
}

// filling looks for names without a value in what a template prints.
type filling struct {
	file, source string
	values       Values
	notes        []Note
}

func (f *filling) list(l *parse.ListNode) {
	if l == nil {
		return
	}
	for _, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.ActionNode:
			f.pipe(n.Pipe)
		case *parse.IfNode:
			f.list(n.List)
			f.list(n.ElseList)
		case *parse.RangeNode:
			f.list(n.List)
			f.list(n.ElseList)
		case *parse.WithNode:
			f.list(n.List)
			f.list(n.ElseList)
		}
	}
}

func (f *filling) pipe(p *parse.PipeNode) {
	for _, c := range p.Cmds {
		for _, a := range c.Args {
			if field, ok := a.(*parse.FieldNode); ok && len(field.Ident) == 2 {
				f.name(field)
			}
		}
	}
}

func (f *filling) name(field *parse.FieldNode) {
	of, how := f.values.Env, "set it in the container's env"
	if field.Ident[0] == "Var" {
		of, how = f.values.Var, "give it with --var"
	}
	if _, given := of[field.Ident[1]]; given {
		return
	}
	at := int(field.Position()) - len("."+field.Ident[0]) // it is that of the last name
	before := f.source[:max(at, 0)]
	f.notes = append(f.notes, Note{File: f.file, Line: 1 + strings.Count(before, "\n"), Column: len(before) - strings.LastIndex(before, "\n"),
		Message: fmt.Sprintf("%s has no value: it becomes <no value>; %s", field, how)})
}
