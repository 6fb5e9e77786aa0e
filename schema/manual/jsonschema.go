package manual

import (
	"encoding/json"
	"strings"
)

// fragment is a part of a JSON Schema.
type fragment = map[string]any

// JSONSchema is a JSON Schema (2020-12) of schema.yaml for editors, as indented JSON. It refuses what cannot work as far
// as a JSON Schema can tell; like the parser it takes keys that are not known, and null for what need not be there.
func JSONSchema() []byte {
	root := object("")
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["title"] = "schema.yaml"
	text, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		panic(err) // there are only maps, lists and texts
	}
	return append(text, '\n')
}

// object is the fragment for the map at a path.
func object(path string) fragment {
	properties, needed := fragment{}, []string{}
	f := fragment{"type": "object"}
	for _, k := range Children(path) {
		if k.Name() == "*" {
			f["additionalProperties"] = k.fragment()
			continue
		}
		properties[k.Name()] = k.fragment()
		if k.Required == Always {
			needed = append(needed, k.Name())
		}
	}
	if len(properties) > 0 {
		f["properties"] = properties
	}
	if len(needed) > 0 {
		f["required"] = needed
	}
	for name, rule := range rules()[path] {
		f[name] = rule
	}
	return f
}

// fragment is the one for what stands under the key, with the manual's words for editors to show.
func (k Key) fragment() fragment {
	f := k.shape()
	f["description"] = k.Summary
	f["markdownDescription"] = strings.TrimSpace(k.Summary + "\n\n" + k.Article().Text)
	if d := k.defaultValue(); d != nil {
		f["default"] = d
	}
	return f
}

func (k Key) shape() fragment {
	switch {
	case k.Type == Map:
		return nullable(object(k.Path), k)
	case k.Type == List:
		return nullable(k.list(), k)
	case k.Open:
		return fragment{"anyOf": []fragment{k.choice(), nullable(fragment{"type": jsonTypes[k.Type]}, k)}}
	case len(k.Values) > 0:
		f := k.choice()
		if !k.needed() {
			f["enum"] = append(f["enum"].([]any), nil)
		}
		return f
	}
	f := nullable(fragment{"type": jsonTypes[k.Type]}, k)
	for name, rule := range rules()[k.Path] {
		f[name] = rule
	}
	return f
}

func (k Key) list() fragment {
	f := fragment{"type": []string{"array"}}
	switch {
	case k.Items == "":
		f["items"] = object(k.below())
	case len(k.Values) > 0:
		f["items"] = fragment{"anyOf": []fragment{k.choice(), {"type": jsonTypes[k.Items]}}}
	default:
		f["items"] = fragment{"type": jsonTypes[k.Items]}
	}
	for name, rule := range rules()[k.Path] {
		f[name] = rule
	}
	return f
}

// choice has the values of the key, with the words for each.
func (k Key) choice() fragment {
	names, words := []any{}, []string{}
	for _, v := range k.Values {
		names = append(names, v.Name)
		words = append(words, v.Summary)
	}
	return fragment{"enum": names, "enumDescriptions": words}
}

var jsonTypes = map[Type][]string{
	Text:    {"string"},
	Words:   {"string", "number", "boolean"},
	Integer: {"integer"},
	Number:  {"number"},
	Boolean: {"boolean"},
	Scalar:  {"string", "number", "boolean"},
}

func (k Key) needed() bool {
	return k.Required == Always
}

// nullable lets a key that need not be there be empty.
func nullable(f fragment, k Key) fragment {
	types, several := f["type"].([]string)
	if !several {
		types = []string{f["type"].(string)}
	}
	if !k.needed() {
		types = append(types[:len(types):len(types)], "null")
	}
	f["type"] = types
	return f
}

func (k Key) defaultValue() any {
	if k.Type == Text || k.Type == Words {
		if k.Default == "" {
			return nil
		}
		return k.Default
	}
	var v any
	if json.Unmarshal([]byte(k.Default), &v) != nil {
		return nil
	}
	return v
}
