package render

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/schema"
)

// page is a manifest with a value in most of the places where one can stand.
const page = `# made for $owner
apiVersion: v1
kind: ConfigMap
metadata:
  name: $name
  labels: {app: $name, app2: $label, "of/$name": owner}
data:
  plain: $text
  double: "$text2"
  single: '$text3'
  block: |
    $text4
  list: [a, $text5, b]
---
apiVersion: v1
kind: Secret
metadata:
  name: ${name}-2
`

func renderOne(text string, values schema.Values) ([]*unstructured.Unstructured, error) {
	return render(context.Background(), Input{Files: image(map[string]string{"data/manifest/m.yaml": text}), Values: values})
}

func TestAValueThatBreaksOutOfItsPlaceIsNamedWithItsLine(t *testing.T) {
	const secret = "s3cr3t"
	for _, c := range []struct {
		name, parameter, value string
		want                   string
	}{
		{"a second object", "text", secret + "\n---\n" + named("evil"), ":8: the value of parameter text makes a manifest that cannot be read"},
		{"a second object in a comment", "owner", secret + "\n" + named("evil") + "---\n#", ":1: the value of parameter owner changes more"},
		{"another kind", "owner", secret + "\nkind: Secret\n---\n" + named("a"), ":1: the value of parameter owner makes a manifest that cannot be read"},
		{"a key beside it", "text", secret + "\n  more: x", ":8: the value of parameter text changes more"},
		{"a key far above", "text", secret + "\nimmutable: true\nx:", ":8: the value of parameter text changes more"},
		{"a key in a flow map", "name", secret + ", b: c", ":5: the value of parameter name makes a manifest that cannot be read"},
		{"a key in a flow map alone", "label", secret + ", b: c", ":6: the value of parameter label changes more"},
		{"a quote that swallows what follows", "text", "\"" + secret, ":8: the value of parameter text"},
		{"out of double quotes", "text2", secret + "\"\n  more: \"x", ":9: the value of parameter text2 changes more"},
		{"a document within quotes", "text2", secret + "\n---\n", ":9: the value of parameter text2 makes a manifest that cannot be read"},
		{"out of single quotes", "text3", secret + "'\n  more: 'x", ":10: the value of parameter text3 changes more"},
		{"a quote in quotes", "text3", "it's " + secret, ":10: the value of parameter text3 makes a manifest that cannot be read"},
		{"out of a block", "text4", secret + "\n  more: x", ":12: the value of parameter text4 changes more"},
		{"a document in a block", "text4", secret + "\n---\n" + named("evil"), ":12: the value of parameter text4 makes a manifest that cannot be read"},
		{"a document end", "text", secret + "\n...\n", ":8: the value of parameter text makes a manifest that cannot be read"},
		{"a document after a line of another kind", "text", secret + "\u2028---\u2028kind: Secret\u2028", ":8: the value of parameter text"},
		{"an unknown alias", "text", "*" + secret, ":8: the value of parameter text makes a manifest that cannot be read"},
		{"a map as a text", "text", secret + ": x", ":8: the value of parameter text makes a manifest that cannot be read"},
		{"NUL", "text", secret + "\x00", ":8: the value of parameter text makes a manifest that cannot be read"},
		{"not UTF-8", "text4", secret + "\xff", ":12: the value of parameter text4 makes a manifest that cannot be read"},
	} {
		t.Run(c.name, func(t *testing.T) {
			values := schema.Values{"owner": "me", "name": "web", "label": "x", "text": "a", "text2": "b", "text3": "c", "text4": "d", "text5": "e"}
			values[c.parameter] = c.value
			_, err := renderOne(page, values)
			var e *Error
			if !errors.As(err, &e) || !strings.HasPrefix(err.Error(), "data/manifest/m.yaml"+c.want) || e.Hint == "" {
				t.Errorf("got %v, want %s", err, c.want)
			}
			if err != nil && strings.Contains(err.Error(), secret) {
				t.Errorf("the message has the value in it: %v", err)
			}
		})
	}
}

func TestValuesThatStayInTheirPlacesAreTaken(t *testing.T) {
	for what, c := range map[string]struct {
		text   string
		values schema.Values
		field  []string
		want   any
	}{
		"a map":                        {named("a") + "data: $v\n", schema.Values{"v": `{"a": "b", "c": "d"}`}, []string{"data"}, map[string]any{"a": "b", "c": "d"}},
		"a list":                       {named("a") + "x: $v\n", schema.Values{"v": `["a", "b"]`}, []string{"x"}, []any{"a", "b"}},
		"items of a list":              {named("a") + "x: [0, $v]\n", schema.Values{"v": `"a", "b"`}, []string{"x"}, []any{int64(0), "a", "b"}},
		"items of a block":             {named("a") + "x:\n- 0\n$v\n", schema.Values{"v": "- a\n- b"}, []string{"x"}, []any{int64(0), "a", "b"}},
		"a block under a key":          {named("a") + "x:\n$v\ny: 1\n", schema.Values{"v": "- a\n- b"}, []string{"x"}, []any{"a", "b"}},
		"keys in braces":               {named("a") + "data: {$v}\n", schema.Values{"v": "a: b, c: d"}, []string{"data"}, map[string]any{"a": "b", "c": "d"}},
		"a line of keys":               {named("a") + "data:\n  x: z\n  $v\n", schema.Values{"v": "a: b\n  c: d"}, []string{"data"}, map[string]any{"x": "z", "a": "b", "c": "d"}},
		"structure that is needed":     {named("a") + "x:\n  k: &n {i: j}\n  <<: $v\n", schema.Values{"v": "{l: m}"}, []string{"x", "l"}, "m"},
		"quotes":                       {named("a") + "x: $v\n", schema.Values{"v": `"007"`}, []string{"x"}, "007"},
		"a line of text":               {named("a") + "x: |\n  b\n  $v\n", schema.Values{"v": "c: d # e"}, []string{"x"}, "b\nc: d # e\n"},
		"JSON in quotes":               {named("a") + "x: '$v'\n", schema.Values{"v": `{"a": [1]}`}, []string{"x"}, `{"a": [1]}`},
		"a part of a name":             {named("$v") + "x: $v-1\n", schema.Values{"v": "a@b"}, []string{"x"}, "a@b-1"},
		"a kind":                       {"apiVersion: $v\nkind: $k\nmetadata: {name: a}\n", schema.Values{"v": "v1 ", "k": "'Secret'"}, []string{"kind"}, "Secret"},
		"the name of a key":            {named("a") + "x: {'p/$v': z}\n", schema.Values{"v": "a b*"}, []string{"x"}, map[string]any{"p/a b*": "z"}},
		"the names of keys":            {named("a") + "x: {'$v': c, '$w': z}\n", schema.Values{"v": "a*", "w": "b*"}, []string{"x", "b*"}, "z"},
		"lines of keys":                {named("a") + "x:\n  $v\n  $w\n", schema.Values{"v": "a: 1", "w": "b: 2"}, []string{"x", "b"}, int64(2)},
		"a comment at its end":         {named("a") + "x: $v\ny: 1\n", schema.Values{"v": "b # c"}, []string{"x"}, "b"},
		"nothing":                      {named("a") + "x: $v\n", schema.Values{"v": "\n"}, []string{"x"}, nil},
		"a reference is copied":        {named("a") + "x: '$v $w'\n", schema.Values{"v": "${w} $w", "w": "no"}, []string{"x"}, "${w} $w no"},
		"the word of the stand-in":     {named("a") + "x: placeholder\ny: $v\n", schema.Values{"v": "[placeholderx]"}, []string{"x"}, "placeholder"},
		"a whole document":             {named("a") + "x: 1\n---\n$v\n", schema.Values{"v": named("b") + "---\n" + named("c")}, []string{"x"}, int64(1)},
		"a number with its own dashes": {named("a") + "x: $v\n", schema.Values{"v": int64(-3)}, []string{"x"}, int64(-3)},
	} {
		t.Run(what, func(t *testing.T) {
			objects, err := renderOne(c.text, c.values)
			if err != nil {
				t.Fatal(err)
			}
			got, _, err := unstructured.NestedFieldNoCopy(objects[0].Object, c.field...)
			if err != nil || !cmp.Equal(got, c.want) {
				t.Errorf("got %#v, %v; want %#v", got, err, c.want)
			}
		})
	}
}

func TestItemsOfAListAreObjectsToo(t *testing.T) {
	const text = "apiVersion: v1\nkind: List\nitems: [$v]\n"
	if _, err := renderOne(text, schema.Values{"v": "{apiVersion: v1, kind: Secret, metadata: {name: a}}"}); err == nil ||
		!strings.Contains(err.Error(), "m.yaml:3: the value of parameter v changes the number or the kind") {
		t.Errorf("%v", err)
	}
}

func TestValuesThatBreakOutTogetherAreNamedTogether(t *testing.T) {
	_, err := renderOne(named("a")+"x: $one$two\n", schema.Values{"one": "a:", "two": " b"})
	if err == nil || !strings.Contains(err.Error(), "parameter one or two ") {
		t.Errorf("%v", err)
	}
}

func TestTheFaultOfATemplateIsNotBlamedOnAValue(t *testing.T) {
	_, err := renderOne("apiVersion: v1\nmetadata: {name: $v}\n", schema.Values{"v": "'a'"})
	if err == nil || !strings.Contains(err.Error(), "m.yaml:1: an object without kind") {
		t.Errorf("%v", err)
	}
}

func TestAHarmlessWordCanBeToBlameForAFault(t *testing.T) {
	_, err := renderOne("apiVersion: $version\nkind: Secret\nmetadata: {name: $v}\n", schema.Values{"v": "'a'", "version": "null"})
	if err == nil || !strings.Contains(err.Error(), "m.yaml:1: the value of parameter version makes") {
		t.Errorf("%v", err)
	}
}

func TestTheGuardStopsWhenTheContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	values := map[string]string{"v": "a # b"}
	text := named("$v")
	for _, text := range []string{text, "broken: [$v"} {
		m := manifest{file: "m.yaml", template: parseTemplate(text, values), values: values}
		if _, err := m.guarded(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
	}
}
