package schema

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"
)

// ParseValues reads parameters from a YAML or JSON file, such as a deployer's values.yaml: a map of names to values,
// typed as YAML 1.1 types them. An empty file has none. The error is Problems; no message has a value in it.
func ParseValues(file string, data []byte) (map[string]any, error) {
	tree, problems := parseTree(file, data)
	if problems.Err() != nil {
		return nil, masked(problems.Errors())
	}
	if tree.isNull() {
		return map[string]any{}, nil
	}
	if tree.kind != mapKind {
		return nil, Problems{problemAt(file, tree.position, CodeShape, "parameters are a map of names to values", "")}
	}
	values, _ := tree.plain().(map[string]any)
	return values, nil
}

// masked takes the words of the file out of messages, since they may be secrets.
func masked(ps Problems) Problems {
	for i, p := range ps {
		switch p.Code {
		case CodeSyntax:
			ps[i].Message = "not YAML"
		case CodeShape:
			ps[i].Message = "a number that does not fit into 64 bits"
		case CodeLimit:
			ps[i].Message = "too large, too deep, or an alias inside of what it stands for"
		}
	}
	return ps
}

// ReadValuesFolder reads parameters from a folder with a file for each, as a ConfigMap is mounted: the way of schema
// v1. Folders in it, such as ..data, are passed over. Values get the types of the schema; those of properties that it
// does not know stay text, and Resolve refuses them. The error is Problems, or that of fsys.
func ReadValuesFolder(fsys fs.FS, s *Schema) (map[string]any, error) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, fmt.Errorf("read the folder of parameters: %w", err)
	}
	values := map[string]any{}
	var problems Problems
	var size int64
	for _, e := range entries {
		info, err := fs.Stat(fsys, e.Name()) // follows the links that a ConfigMap mount is made of
		if err != nil {
			return nil, fmt.Errorf("read parameter %s: %w", e.Name(), err)
		}
		if !info.Mode().IsRegular() {
			continue
		}
		if size += info.Size(); size > maxBytes { // which a ConfigMap cannot have either
			return nil, Problems{{Code: CodeLimit, Severity: Error, File: e.Name(), Message: fmt.Sprintf("the parameters have more than %d bytes up to this one", maxBytes)}}
		}
		v, err := readValue(fsys, e.Name(), s)
		var faults Problems
		if errors.As(err, &faults) {
			problems = append(problems, faults...)
			continue
		} else if err != nil {
			return nil, err
		}
		values[e.Name()] = v
	}
	return values, problems.Err()
}

func readValue(fsys fs.FS, name string, s *Schema) (any, error) {
	if !propertyNames.MatchString(name) {
		return nil, Problems{{Code: CodePropertyName, Severity: Error, File: name, Parameter: name,
			Message: "invalid name of a parameter", Hint: validPropertyName}}
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read parameter %s: %w", name, err)
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, maxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read parameter %s: %w", name, err)
	}
	if len(data) > maxBytes {
		return nil, Problems{{Code: CodeLimit, Severity: Error, File: name, Parameter: name, Message: fmt.Sprintf("more than %d bytes", maxBytes)}}
	}
	p := s.Property(name)
	if p == nil {
		return string(data), nil
	}
	v, err := fromText(p.Type, string(data))
	if err != nil {
		return nil, Problems{{Code: CodeValueType, Severity: Error, File: name, Parameter: name,
			Message: fmt.Sprintf("property %s is of type %s, but its value %v", p.Name, p.Type, err)}}
	}
	return v, nil
}

// fromText reads the text of a file as a value. Text keeps its line end, as in the reference; around others space does
// not matter.
func fromText(t Type, text string) (any, error) {
	word := strings.TrimSpace(text)
	switch t {
	case TypeBoolean:
		switch word {
		case "true", "True", "yes", "Yes":
			return true, nil
		case "false", "False", "no", "No":
			return false, nil
		}
		return nil, errors.New("is none of true, True, yes, Yes, false, False, no, No")
	case TypeInteger:
		i, err := strconv.ParseInt(word, 10, 64)
		if err != nil {
			return nil, errors.New("is not a whole number")
		}
		return i, nil
	case TypeNumber:
		f, err := strconv.ParseFloat(word, 64)
		if err != nil {
			return nil, errors.New("is not a number")
		}
		return f, nil
	}
	return text, nil
}
