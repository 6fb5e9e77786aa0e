package testspec

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestYAMLAndJSONGiveTheSameSuite(t *testing.T) {
	want := &Suite{Actions: []Action{
		{Name: "The front page has its title", HTTPTest: &HTTPTest{
			URL: "http://shop:8080/", Method: "POST", Headers: map[string]string{"X-Tries": "3"},
			Expect: HTTPExpect{
				StatusCode: &IntAssert{Equals: new(200), AtLeast: new(200), LessThan: new(300)},
				StatusText: &StringAssert{Contains: new("OK")},
				Title:      &StringAssert{Exactly: new("Welcome")},
			}}},
		{Name: "Tell the outside", GCP: &GCP{}},
		{Name: "A script writes to both outputs", Condition: &Condition{FailuresSoFar: &IntAssert{Equals: new(0)}},
			BashTest: &BashTest{Script: "echo one\necho two >&2", Expect: &BashExpect{
				ExitCode: &IntAssert{Equals: new(0), NotEquals: new(1), AtMost: new(1), GreaterThan: new(-1)},
				Stdout:   &StringAssert{Contains: new("one"), NotContains: new("two"), Matches: new("^o.e")},
				Stderr:   &StringAssert{Equals: new("2"), Matches: new("tw[o]")},
			}}},
	}}
	values := Values{Env: map[string]string{"APP": "shop"}, Var: map[string]string{"port": "8080"}}
	for _, file := range []string{"suite.yaml", "suite.json"} {
		data, err := os.ReadFile(filepath.Join("testdata", file))
		if err != nil {
			t.Fatal(err)
		}
		got, warnings, err := Parse(file, data, values)
		if err != nil || len(warnings) > 0 {
			t.Errorf("%s: %v, warnings %v", file, err, warnings)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", file, diff)
		}
	}
}

func TestWhatWorksButIsNotMeantIsWarnedOfWithItsPlace(t *testing.T) {
	const bash = "actions:\n- name: a\n  bashTest:\n    script: 'true'\n"
	tests := map[string]struct{ spec, want string }{
		"misspelled":          {bash + "    expect: {stdout: {contain: x}}\n", "s.yaml:5:23: stdout has no key contain: it is ignored; did you mean contains"},
		"outside of expect":   {bash + "    expect: {exitCode: {equals: 0}}\n    stdout: {contains: x}\n", "s.yaml:6:5: bashTest has no key stdout"},
		"beside the test":     {bash + "    expect: {exitCode: {equals: 0}}\n  command: x\n", "s.yaml:6:3: an action has no key command"},
		"at the top":          {"actions: []\nvars: {}\n", "s.yaml:2:1: the test spec has no key vars"},
		"for another test":    {bash + "    expect: {statusCode: {equals: 0}}\n", "expect has no key statusCode"},
		"other case":          {bash + "    expect: {exitcode: {equals: 0}}\n", "s.yaml:5:14: exitcode is written exitCode"},
		"twice":               {bash + "    script: 'false'\n    expect: {exitCode: {equals: 0}}\n", "s.yaml:5:5: script is there more than once"},
		"no expectation":      {bash, "s.yaml:4:5: the bashTest expects nothing: it passes even if the script fails"},
		"any answer":          {"actions: [{name: a, httpTest: {url: 'http://x'}}]", "s.yaml:1:31: the httpTest expects nothing"},
		"no test":             {"actions: [{name: a}]", `action "a" has neither httpTest nor bashTest`},
		"two tests":           {bash + "    expect: {exitCode: {equals: 0}}\n  gcp: {}\n", "more than one test"},
		"second document":     {"actions: []\n---\nactions: []\n", "only the first document"},
		"a number as a text":  {bash + "    expect: {stdout: {equals: 1.10}}\n", "s.yaml:5:31: 1.10 is not quoted and becomes 1.1"},
		"a boolean as a text": {bash + "    expect: {stdout: {equals: yes}}\n", "yes is not quoted and becomes true"},
		"no value":            {"actions:\n- name: {{ .Env.MISSING }}\n  bashTest: {script: x, expect: {exitCode: {equals: 0}}}\n", "s.yaml:2:12: .Env.MISSING has no value: it becomes <no value>; set it in the container's env"},
		"no variable":         {"actions: []\n# {{if true}}{{ .Var.x }}{{end}}\n", "s.yaml:2:17: .Var.x has no value: it becomes <no value>; give it with --var"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, warnings, err := Parse("s.yaml", []byte(test.spec), Values{})
			if err != nil {
				t.Fatal(err)
			}
			if len(warnings) != 1 || !strings.Contains(warnings[0].String(), test.want) {
				t.Errorf("warnings are %v, want one: %s", warnings, test.want)
			}
		})
	}
}

func TestFaultsNameTheirPlace(t *testing.T) {
	tests := map[string]struct{ file, spec, want string }{
		"format":           {"s.toml", "", "s.toml: is no test spec: its name has to end in .yaml, .yml or .json"},
		"YAML":             {"s.yaml", "actions: [\n", "s.yaml: line 1"},
		"tabs":             {"s.yaml", "actions:\n\t- name: a\n", "s.yaml: line 2"},
		"a list":           {"s.yaml", "- name: a\n", "s.yaml:1:1: the test spec has to be a map"},
		"actions":          {"s.yaml", "actions: {}\n", "s.yaml:1:10: actions has to be a list"},
		"action":           {"s.yaml", "actions:\n- a\n", "s.yaml:2:3: an action has to be a map"},
		"name":             {"s.yaml", "actions:\n- gcp: {}\n", "s.yaml:2:3: the action has no name"},
		"url":              {"s.yaml", "actions:\n- name: a\n  httpTest: {method: GET}\n", "s.yaml:3:13: the httpTest has no url"},
		"script":           {"s.yaml", "actions:\n- name: a\n  bashTest: {expect: {}}\n", "s.yaml:3:13: the bashTest has no script"},
		"script of a list": {"s.yaml", "actions:\n- name: a\n  bashTest: {script: [a], expect: {}}\n", "s.yaml:3:22: script has to be a text"},
		"number":           {"s.yaml", "actions:\n- name: a\n  bashTest: {script: a, expect: {exitCode: {equals: zero}}}\n", "s.yaml:3:53: exitCode is compared with whole numbers only"},
		"quoted number":    {"s.yaml", "actions:\n- name: a\n  bashTest: {script: a, expect: {exitCode: {equals: '0'}}}\n", "whole numbers only"},
		"assert":           {"s.yaml", "actions:\n- name: a\n  bashTest: {script: a, expect: {stdout: ok}}\n", "s.yaml:3:42: stdout has to be a map"},
		"headers":          {"s.yaml", "actions:\n- name: a\n  httpTest: {url: x, headers: [a], expect: {}}\n", "headers has to be a map"},
		"template":         {"s.yaml", "a\n{{ .Env.A", "s.yaml: in a template: 2: unclosed action"},
		"template's names": {"s.yaml", "{{ .Vars.A }}", "can't evaluate field Vars"},
		"endless template": {"s.yaml", `{{define "a"}}aaaaaaaaaaaaaaaa{{template "a"}}{{end}}{{template "a"}}`, "is larger than 1 MiB when its templates are filled in"},
		"size":             {"s.yaml", strings.Repeat(" ", MaxSize+1), "is larger than 1 MiB"},
		"no action":        {"s.yaml", "actions:\n-\n", "the action has no name"},
		"an endless merge": {"s.yaml", "actions: &a\n- &b\n  <<: *b\n  name: x\n", "s.yaml:3:3: <<"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, _, err := Parse(test.file, []byte(test.spec), Values{})
			if faults := (Faults{}); !errors.As(err, &faults) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error is %v, want %s", err, test.want)
			}
		})
	}
}

func TestAllFaultsAreToldInTheOrderOfTheFile(t *testing.T) {
	spec := "actions:\n- bashTest: {script: a, expect: {stdout: 1, exitCode: {equals: x}}}\n- name: b\n  httpTest: {}\n"
	_, _, err := Parse("s.yaml", []byte(spec), Values{})
	if lines := strings.Split(err.Error(), "\n"); len(lines) != 4 || !slices.IsSorted(lines) {
		t.Errorf("faults:\n%v", err)
	}
}

func TestASuiteMayBeEmpty(t *testing.T) {
	for _, spec := range []string{"", "# nothing\n", "{}", "actions:\n", "actions: []\n", "null"} {
		s, warnings, err := Parse("s.yaml", []byte(spec), Values{})
		if err != nil || len(s.Actions) > 0 || len(warnings) > 0 {
			t.Errorf("%q: %v, %v, %v", spec, s, warnings, err)
		}
	}
}

func TestTextsAreWhatTheReferenceTakesThemFor(t *testing.T) {
	tests := map[string]string{"5": "5", "-1": "-1", "0x10": "16", "1.50": "1.5", "1e3": "1000", "true": "true", "True": "true", "yes": "true",
		"Off": "false", "yEs": "yEs", "y": "y", "'1.50'": "1.50", `"yes"`: "yes", "2024-01-01": "2024-01-01", "1.2.3": "1.2.3", "!!str 1.50": "1.50", "''": ""}
	for written, want := range tests {
		s, _, err := Parse("s.yaml", []byte("actions: [{name: a, bashTest: {script: x, expect: {stdout: {equals: "+written+"}}}}]"), Values{})
		if err != nil {
			t.Errorf("%s: %v", written, err)
			continue
		}
		if got := s.Actions[0].BashTest.Expect.Stdout.Equals; got == nil || *got != want {
			t.Errorf("%s is %v, want %q", written, got, want)
		}
	}
}

func TestAliasesAndMergedKeysWork(t *testing.T) {
	spec := `
ok: &ok {exitCode: {equals: 0}, stdout: {contains: a}}
actions:
- {name: a, bashTest: {script: x, expect: *ok}}
- {name: b, bashTest: {script: x, expect: {<<: *ok, stdout: {contains: b}}}}
`
	s, _, err := Parse("s.yaml", []byte(spec), Values{})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range s.Actions {
		if e := a.BashTest.Expect; *e.ExitCode.Equals != 0 || *e.Stdout.Contains != a.Name {
			t.Errorf("%s expects %v", a.Name, e)
		}
	}
}

func TestAValueThatIsNotPrintedIsNotMissed(t *testing.T) {
	s, warnings, err := Parse("s.yaml", []byte("actions: [{{if .Env.MORE}}{name: a}{{end}}]"), Values{})
	if err != nil || len(warnings) > 0 || len(s.Actions) > 0 {
		t.Errorf("%v, %v, %v", s, warnings, err)
	}
}

func FuzzParseNeverPanicsAndNotesHaveAPlace(f *testing.F) {
	for _, file := range []string{"suite.yaml", "suite.json"} {
		data, err := os.ReadFile(filepath.Join("testdata", file))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("a: &a {<<: *a}\nactions: [*a, {<<: {name: x}, bashTest: {script: !!binary x, expect: {stdout: {equals: ~}}}}]"))
	f.Add([]byte("{{range $k, $v := .Env}}{{$k}}: {{.}}{{end}}{{ .Env.X | printf \"%q\" }}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		suite, warnings, err := Parse("s.yaml", data, Values{Env: map[string]string{"A": "b"}})
		if (suite == nil) == (err == nil) {
			t.Errorf("suite %v, error %v", suite, err)
		}
		for _, w := range warnings {
			if w.Line < 1 || w.Column < 1 {
				t.Errorf("%v has no place", w)
			}
		}
		if suite == nil {
			return
		}
		for _, a := range suite.Actions {
			if a.Name == "" || a.HTTPTest != nil && a.HTTPTest.URL == "" || a.BashTest != nil && a.BashTest.Script == "" {
				t.Errorf("an action lacks what it needs: %+v", a)
			}
		}
	})
}
