package render

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chandler-dev/chandler/schema"
)

// hostileChart has a template of that text besides one that is fine.
func hostileChart(t *testing.T, template string) Input {
	t.Helper()
	return Input{Name: "web", Namespace: "shop", Limits: Limits{Time: time.Minute, MemoryBytes: 256 << 20}, Files: image(map[string]string{
		"data/chart/chart.tar.gz": tarball(t, map[string]string{
			"chart/Chart.yaml":               "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
			"chart/templates/_helpers.tpl":   `{{ define "self" }}{{ include "self" . }}{{ end }}{{ define "deep" }}{{ template "deep" . }}{{ end }}`,
			"chart/templates/a.yaml":         named("a"),
			"chart/templates/sub/evil.yaml":  template,
			"chart/templates/sub/other.yaml": "{{ include (print $.Template.BasePath \"/a.yaml\") . }}",
			"chart/values.yaml":              `again: '{{ tpl .Values.again . }}'`,
		})})}
}

func TestATemplateThatTakesTooMuchEndsInAnErrorThatNamesIt(t *testing.T) {
	const endless, memory, calls = "rendering does not end: it was stopped after 1s", "rendering takes more memory than the 256 MiB that it is given", "templates call each other without end"
	for name, c := range map[string]struct{ template, want string }{
		"a loop over a number":        {`{{ range 10000000000 }}{{ end }}`, endless},
		"loops in loops":              {`{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}`, endless},
		"steps of a long way":         {`{{ $x := untilStep 0 1000000000 1 }}`, memory},
		"a long list":                 {`{{ $x := until 1000000000 }}`, memory},
		"a long text":                 {`{{ repeat 1000000000 "x" }}`, memory},
		"a text of a terabyte":        {`{{ repeat 1000000000000 "x" }}`, memory},
		"a growing text":              {`{{ $x := "x" }}{{ range until 60 }}{{ $x = printf "%s%s" $x $x }}{{ end }}`, memory},
		"a map of maps":               {`{{ $x := dict }}{{ range until 60 }}{{ $x = dict "a" $x "b" $x }}{{ end }}{{ toYaml $x }}`, memory},
		"many keys":                   {`{{ range until 100000 }}{{ genPrivateKey "rsa" }}{{ end }}`, endless},
		"an include of itself":        {`{{ include "self" . }}`, "nested reference name"},
		"a template of itself":        {`{{ template "deep" . }}`, "exceeded maximum template depth"},
		"a tpl of itself":             {`{{ tpl .Values.again . }}`, ""}, // stack or memory, whichever is first
		"a file that includes":        {`{{ include "shop/templates/sub/evil.yaml" . }}`, ""},
		"much output":                 {`{{ repeat 40000000 "x" }}`, "renders to more than 33554432 bytes"},
		"output in many pieces":       {`{{ range until 40000 }}{{ repeat 1000 "x" }}{{ end }}`, ""},
		"a document that is large":    {named("b") + `data: {x: {{ repeat 5000000 "x" }}}`, "more than 4194304 bytes"},
		"many objects":                {"{{ range until 10001 }}" + named("b") + "---\n{{ end }}", "more than 10000 objects"},
		"a deep list":                 {named("b") + `data: {{ repeat 1000000 "[" }}`, "not YAML"},
		"aliases of aliases":          {named("b") + "data: &a [x, x, x, x, x, x, x, x, x]\n" + aliases(), "not YAML"},
		"deep ifs":                    {strings.Repeat("{{ if true }}", 150_000) + strings.Repeat("{{ end }}", 150_000), ""},
		"an action that never closes": {"{{ " + strings.Repeat("(", 500_000), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := hostileChart(t, c.template)
			if c.want == endless {
				in.Limits.Time = time.Second
			}
			_, err := Render(t.Context(), in)
			var e *Error
			if !errors.As(err, &e) || !strings.Contains(e.Error(), "shop/templates/") || !strings.Contains(e.Error(), c.want) {
				t.Errorf("got %.300v, want %s", err, c.want)
			}
		})
	}
}

func aliases() string {
	var b strings.Builder
	for i := range 9 {
		fmt.Fprintf(&b, "%c: &%c [%s]\n", 'b'+i, 'b'+i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*%c, ", 'a'+i), 9), ", "))
	}
	return b.String()
}

func TestRenderingOfAChartEndsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	reason := errors.New("told to stop")
	in := hostileChart(t, `{{ range 10000000000 }}{{ end }}`)
	in.entered = func(template string) {
		if strings.HasSuffix(template, "evil.yaml") {
			cancel(reason)
		}
	}
	if _, err := Render(ctx, in); !errors.Is(err, reason) {
		t.Errorf("%v", err)
	}
}

func TestTheColumnsOfAFirstLineAreThoseOfTheTemplate(t *testing.T) {
	_, err := Render(t.Context(), hostileChart(t, `kind: {{ fail "no" }}`))
	if err == nil || !strings.Contains(err.Error(), "templates/sub/evil.yaml:1:9") {
		t.Errorf("%v", err)
	}
}

func TestAWorkerLeavesTextAsItIs(t *testing.T) {
	in := hostileChart(t, "{{- $x := 1 -}}\n"+named("b")+"data: {x: \"é\u2028\\u00ff {{ .Values.n }}\"}\n")
	in.Values = schema.Values{"n": int64(1234567)}
	objects, err := render(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	if names(objects) != "ConfigMap/a ConfigMap/b ConfigMap/a" {
		t.Errorf("%s", names(objects))
	}
	if data, _ := objects[1].Object["data"].(map[string]any); data["x"] != "é\u2028ÿ 1.234567e+06" { // as Helm writes a float
		t.Errorf("%q", data)
	}
}

func TestWorkersHaveNoValueInTheirEnvironmentOrArguments(t *testing.T) {
	t.Setenv("SECRET_OF_THE_PARENT", "s3cr3t")
	w, err := newWorker()
	if err != nil {
		t.Fatal(err)
	}
	environment, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", w.cmd.Process.Pid))
	if err != nil || strings.Contains(string(environment), "s3cr3t") || len(w.cmd.Args) != 1 {
		t.Errorf("%q, %v, %v", environment, w.cmd.Args, err)
	}
	if err := w.end(); err == nil {
		t.Error("a worker without work says that it was done")
	}
}

func TestAManifestThatTakesTooMuchIsRefused(t *testing.T) {
	long := strings.Repeat("x", 1<<20)
	for name, c := range map[string]struct {
		text   string
		values schema.Values
		want   string
	}{
		"many references":      {strings.Repeat("$v ", 100_001), schema.Values{"v": ""}, "more than 100000 references"},
		"a value many times":   {strings.Repeat("$v ", 100_000), schema.Values{"v": long}, "more than 33554432 bytes"},
		"a large document":     {named("a") + "data: {x: '$v$v$v$v$v'}", schema.Values{"v": long}, "the value of parameter v makes a manifest that cannot be read"},
		"a deep list":          {named("a") + "data: " + strings.Repeat("[", 1<<20), nil, "not YAML"},
		"a deep list by value": {named("a") + "data: $v", schema.Values{"v": strings.Repeat("[", 1<<20)}, "the value of parameter v makes a manifest that cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := renderOne(c.text, c.values); err == nil || !strings.Contains(err.Error(), "data/manifest/m.yaml") || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%.300v", err)
			}
		})
	}
}
