package render

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/fluxcd/pkg/envsubst"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"pgregory.net/rapid"

	"github.com/chandler-dev/chandler/schema"
)

var expressed = map[string]string{"name": "web", "tag": "v1.2.3-rc", "path": "a/b/c", "EMPTY": "", "DOLLAR": "${tag}", "word": "élan vital"}

func TestExpressionsAreEvaluated(t *testing.T) {
	for text, want := range map[string]string{
		"$name ${name} ${EMPTY}x":                          "web web x",
		"${EMPTY:-a b} ${EMPTY:=c} ${EMPTY=d} ${name:-e}":  "a b c d web",
		"${EMPTY:-${tag}-${name}}":                         "v1.2.3-rc-web",
		"${EMPTY:-${EMPTY:-${EMPTY:-deep}}}":               "deep",
		"${name^} ${name^^} ${word,} ${word^^}":            "Web WEB élan vital ÉLAN VITAL",
		"${tag:1} ${tag:1:3} ${tag:1:-3} ${tag:99}.":       "1.2.3-rc 1.2 1.2.3 .",
		"${path#*/} ${path##*/} ${path%/*} ${path%%/*}":    "b/c c a/b a",
		"${tag/./-} ${tag//./-} ${tag/#v/w} ${tag/%-rc/!}": "v1-2.3-rc v1-2-3-rc w1.2.3-rc v1.2.3!",
		`${path//\//-}`:                                     "a-b-c",
		"${#tag} ${#EMPTY}":                                 "9 0",
		"$${name} $$name $${name:-x} $$$name":               "${name} $name ${name:-x} $$web",
		"$$ $$$ $${other} $$other $":                        "$$ $$$ $${other} $$other $",
		"${HOME:-/root} ${#HOME} ${x^^} $other ${1:-a}":     "${HOME:-/root} ${#HOME} ${x^^} $other ${1:-a}",
		"${HOME:-${name}}":                                  "${HOME:-web}",
		"${DOLLAR} ${DOLLAR:-x} ${DOLLAR^^}":                "${tag} ${tag} ${TAG}",
		"${namé} ${name2} ${name2-x":                        "${namé} ${name2} ${name2-x",
		"${EMPTY:-{a: 1}} ${name:-{a: 1}}":                  "{a: 1} web}",
		"${EMPTY:-one\ntwo}\n$name":                         "one\ntwo\nweb",
		"#!/bin/sh\nfor x in $@; do echo ${x%%.*} $$; done": "#!/bin/sh\nfor x in $@; do echo ${x%%.*} $$; done",
	} {
		got, values, err := parseExpressions("m.yaml", text, expressed)
		if err != nil || got.with(values) != want {
			t.Errorf("%q becomes %q, %v; want %q", text, got.with(values), err, want)
		}
	}
}

func TestAnExpressionThatCannotBeEvaluatedIsNamedWithItsPlace(t *testing.T) {
	const secret = "s3cr3t"
	values := map[string]string{"name": secret, "EMPTY": "", "long": strings.Repeat(secret, 1<<20), "some": strings.Repeat("x", 1<<12), "large": strings.Repeat("x", 1<<20)}
	for text, want := range map[string]string{
		"a: 1\nb: é ${name:-x":                       "m.yaml:2:7: there is no closing brace",
		"${name:-" + strings.Repeat("x", 5000) + "}": "m.yaml:1:1: there is no closing brace within 4096 bytes",
		"${name-x}":                     "m.yaml:1:1: ",
		"${name+x}":                     "m.yaml:1:1: ",
		"${name?x}":                     "m.yaml:1:1: ",
		"${name:+x}":                    "m.yaml:1:1: there is no function :+",
		" ${name:?x}":                   "m.yaml:1:2: there is no function :?",
		"${name }":                      "m.yaml:1:1: ",
		"${name@Q}":                     "m.yaml:1:1: ",
		"${name[0]}":                    "m.yaml:1:1: ",
		"${#name:-x}":                   "m.yaml:1:1: ",
		"${name:-a\x00b}":               "m.yaml:1:1: ",
		"${EMPTY:-${HOME}}":             "m.yaml:1:1: HOME is no parameter of the package",
		"${name:1:9223372036854775807}": "m.yaml:1:1: a position or length is out of range",
		"${some//x/${long}}":            "m.yaml:1:1: it can become more than 5242880 bytes",
		"${long%x}":                     "m.yaml:1:1: the value of parameter long has more than the 4096 bytes that % looks into",
		"${name/#s/}":                   "m.yaml:1:1: the function /# needs something to put there; # removes",
		parts(40):                       "the manifest renders to more than 33554432 bytes",
	} {
		got, evaluated, err := parseExpressions("m.yaml", text, values)
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), want) || e.Hint == "" {
			t.Errorf("%.60q: got %v %.80q, want %s", text, err, got.with(evaluated), want)
		}
		if err != nil && strings.Contains(err.Error(), secret) {
			t.Errorf("%.60q: the message has the value in it: %v", text, err)
		}
	}
}

// parts are expressions of which each is one of its own.
func parts(n int) string {
	var text strings.Builder
	for i := range n {
		fmt.Fprintf(&text, "${large:%d}", i)
	}
	return text.String()
}

func renderDrone(t *testing.T, text string, values schema.Values, declared ...string) ([]*unstructured.Unstructured, error) {
	t.Helper()
	return render(t.Context(), Input{Files: image(map[string]string{"data/manifest/m.yaml": text}), Values: values, Declared: declared, Dialect: Drone})
}

func TestAPackageOptsIntoExpressions(t *testing.T) {
	text := named("$name") + "data: {tag: '${tag:-${name^^}}', shell: '${HOME:-/root}', none: '$tag'}\n"
	objects, err := renderDrone(t, text, schema.Values{"name": "web"}, "name", "tag")
	if err != nil {
		t.Fatal(err)
	}
	if got, _, _ := unstructured.NestedStringMap(objects[0].Object, "data"); !maps.Equal(got, map[string]string{"tag": "WEB", "shell": "${HOME:-/root}", "none": ""}) {
		t.Errorf("%q", got)
	}
	plain, err := renderOne(text, schema.Values{"name": "web"})
	if err != nil {
		t.Fatal(err)
	}
	if got, _, _ := unstructured.NestedString(plain[0].Object, "data", "tag"); got != "${tag:-${name^^}}" {
		t.Errorf("without the dialect: %q", got)
	}
}

func TestWhatBreaksOutOfAnExpressionIsNamedWithItsParameters(t *testing.T) {
	for name, c := range map[string]struct{ text, value, want string }{
		"a second object":       {named("a") + "data:\n  x: |\n    ${v:-none}\n", "s3cr3t\n---\n" + named("evil"), "m.yaml:6: the value of parameter v changes more"},
		"a key beside it":       {named("a") + "data:\n  x: ${v,,}\n", "s3cr3t\n  y: z", "m.yaml:5: the value of parameter v changes more"},
		"in a default":          {named("a") + "data:\n  x: ${EMPTY:-${v}}\n", "s3cr3t\n  y: z", "m.yaml:5: the value of parameter EMPTY or v changes more"},
		"made by a replacement": {named("a") + "data:\n  x: ${v//;/\n  y: }\n", "s3cr3t;z", "m.yaml:5: the value of parameter v changes more"},
		"an item that is none":  {"apiVersion: v1\nkind: List\nitems: [${v:-}]\n", "{apiVersion: v1, kind: Secret, metadata: {name: s3cr3t}}", "m.yaml:3: the value of parameter v changes the number or the kind"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := renderDrone(t, c.text, schema.Values{"v": c.value}, "EMPTY")
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "s3cr3t") {
				t.Errorf("%v, want %s", err, c.want)
			}
		})
	}
}

// The property of nasty_test.go, in the other dialect.
func TestNoValueInAnExpressionChangesTheNumberOrTheKindsOfObjectsUnnoticed(t *testing.T) {
	const text = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name:-web}\ndata:\n  a: ${a:-x}\n  b: \"${b^^}\"\n  c: '${a//x/${b}}'\n  d: |\n    ${b:-${a}}\n---\n" +
		"apiVersion: v1\nkind: Secret\nmetadata: {name: '$name'}\n"
	in := Input{Files: fstest.MapFS{"data/manifest/m.yaml": {Data: []byte(text)}}, Dialect: Drone}
	want := []string{"v1 ConfigMap", "v1 Secret"}
	rapid.Check(t, func(t *rapid.T) {
		in.Values = schema.Values{"name": "web", "a": "x", "b": "y"}
		changed := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"name", "a", "b"}), 1, 2, rapid.ID).Draw(t, "parameters")
		for _, name := range changed {
			in.Values[name] = nasty.Draw(t, name)
		}
		objects, err := render(t.Context(), in)
		if err != nil {
			blamesOneOf(t, err, append(changed, "a", "b"))
		} else if got := kinds(objects); !slices.Equal(want, got) {
			t.Fatalf("the objects are %v, want %v", got, want)
		}
	})
}

// FuzzExpressions holds the dialect to its bounds, and to the library where that is given nothing but an expression.
func FuzzExpressions(f *testing.F) {
	for _, text := range []string{"${name:-x}", "${EMPTY:-${tag}}", "${tag//./-}", "${path##*/}", "${#tag}", "$${name}$$name", "${tag:1:-1}", "${name", "${HOME:-$name}", "${path%%[!a}", `${path/\//$$}`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, values, err := parseExpressions("m.yaml", text, expressed)
		var e *Error
		if err != nil {
			if !errors.As(err, &e) || e.Line < 1 || e.Column < 1 {
				t.Errorf("%q: %v", text, err)
			}
			return
		}
		if len(got) == 1 && got[0].name != "" && len(got[0].text) == len(text) && strings.HasPrefix(text, "${") {
			want, err := envsubst.Eval(text, func(name string) (string, bool) { return expressed[name], true })
			if err != nil || got.with(values) != want {
				t.Errorf("%q becomes %q, the library makes it %q, %v", text, got.with(values), want, err)
			}
		}
		var source strings.Builder
		for _, p := range got {
			source.WriteString(p.text)
		}
		if strings.ReplaceAll(source.String(), "$", "") != strings.ReplaceAll(text, "$", "") {
			t.Errorf("%q is in pieces %q", text, source.String())
		}
	})
}
