package artifacts

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWhatIsWrongWithAChartIsToldByFile(t *testing.T) {
	meta := func(lines string) map[string]string {
		return map[string]string{"app/Chart.yaml": lines}
	}
	for name, c := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"no Chart.yaml":                   {map[string]string{"app/Chart.yaml": ""}, []string{"Chart.yaml: not found (a chart has it at its top, with apiVersion, name and version)"}},
		"no YAML":                         {meta("name: [\nversion: 1.0.0"), []string{"Chart.yaml: line 2: it is not YAML: did not find expected ',' or ']'"}},
		"another type":                    {meta("name: {a: b}"), []string{"Chart.yaml: a value is of another type than Helm wants there"}},
		"all at once":                     {meta("name: App X\nversion: latest\n"), []string{"Chart.yaml: apiVersion is missing (write apiVersion: v2)", `Chart.yaml: line 1: the name "App X" does not do`, `Chart.yaml: line 2: the version "latest" does not do. The version number must start with a number and contain decimal points.`}},
		"a library":                       {meta("apiVersion: v2\nname: app\nversion: 1.0.0\ntype: library\n"), []string{"Chart.yaml: line 4: the chart is a library: it installs nothing by itself"}},
		"another apiVersion":              {meta("apiVersion: v3\nname: app\nversion: 1.0.0\n"), []string{`Chart.yaml: line 1: apiVersion "v3" is not one that is taken`}},
		"a version with v":                {meta("apiVersion: v2\nname: app\nversion: v1.0.0\n"), []string{`the version "v1.0.0" does not do`}},
		"a version of one":                {meta("apiVersion: v2\nname: app\nversion: \"1\"\n"), []string{`the version "1" does not do`}},
		"a version of words":              {meta("apiVersion: v2\nname: app\nversion: 1.x\n"), []string{`the version "1.x" is not a semantic version`}},
		"no name":                         {meta("apiVersion: v2\nversion: 1.0.0\n"), []string{"Chart.yaml: name is missing"}},
		"values that are none":            {map[string]string{"app/values.yaml": "a: 1\nb\nc: 2\n"}, []string{"values.yaml: line 3: it is not YAML"}},
		"values that are a list":          {map[string]string{"app/values.yaml": "- 1\n"}, []string{"values.yaml: a value is of another type"}},
		"a schema of values that is none": {map[string]string{"app/values.schema.json": "{\n\"a\":\n}"}, []string{"values.schema.json: line 3: it is not JSON"}},
		"a schema of values that asks for nonsense": {map[string]string{"app/values.schema.json": `{"type": 7}`}, []string{"values.schema.json: it is not a schema of JSON"}},
		"long values":           {map[string]string{"app/values.yaml": "a: " + strings.Repeat("x", maxDocument)}, []string{"values.yaml: it has more than 512 KiB"}},
		"a long Chart.yaml":     {map[string]string{"app/Chart.yaml": minimal["app/Chart.yaml"] + "# " + strings.Repeat("x", maxDocument)}, []string{"Chart.yaml: it has more than 512 KiB"}},
		"many keywords":         {map[string]string{"app/Chart.yaml": minimal["app/Chart.yaml"] + "keywords: [" + strings.Repeat("a, ", 101) + "]\n"}, []string{"Chart.yaml: line 4: there are 101 keywords, and at most 100 are taken"}},
		"a long description":    {map[string]string{"app/Chart.yaml": minimal["app/Chart.yaml"] + "description: " + strings.Repeat("a", 5000) + "\n"}, []string{"Chart.yaml: line 4: description has more than 4096 bytes"}},
		"a template":            {map[string]string{"app/templates/b.yaml": "a: b\nc: {{ if }}\n"}, []string{"templates/b.yaml: line 2: the template cannot be read: missing value for if"}},
		"two templates":         {map[string]string{"app/templates/b.yaml": "{{ end }}", "app/templates/_c.tpl": "{{ define \"x\" }}"}, []string{"templates/b.yaml: line 1:", "templates/_c.tpl: line 1:"}},
		"a template of blocks":  {map[string]string{"app/templates/b.yaml": strings.Repeat("{{if 1}}", 30_000)}, []string{"templates/b.yaml: the template has more than 2 MiB or 20000 blocks"}},
		"a template in a chart": {map[string]string{"app/charts/x/templates/b.yaml": "{{ end }}"}, []string{"charts/x/templates/b.yaml: line 1:"}},
		"no templates":          {map[string]string{"app/templates/a.yaml": "", "app/templates/NOTES.txt": ""}, []string{"templates/: there are no templates"}},
		"a chart that lacks":    {meta("apiVersion: v2\nname: app\nversion: 1.0.0\ndependencies:\n  - name: db\n    version: 1.0.0\n    repository: https://charts.example.com\n"), []string{`Chart.yaml: line 4: the chart "db" that it depends on is not in charts/`}},
		"requirements":          {map[string]string{"app/requirements.yaml": "dependencies:\n  - name: db\n", "app/Chart.yaml": "apiVersion: v1\nname: app\nversion: 1.0.0\n"}, []string{`the chart "db" that it depends on is not in charts/`}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := CheckChart(t.Context(), bytes.NewReader(tgz(t, with(c.files))), Limits{})
			var upload *UploadError
			if !errors.As(err, &upload) {
				t.Fatalf("error is %v", err)
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("errors are\n%v\nwant among them\n%s", err, want)
				}
			}
		})
	}
}

func TestAChartIsReadWhole(t *testing.T) {
	picture := base64.StdEncoding.EncodeToString(pngOf(t, 8, 8))
	c, err := CheckChart(t.Context(), bytes.NewReader(tgz(t, with(map[string]string{
		"app/Chart.yaml": "apiVersion: v1\nname: app\nversion: 1.2.0+build\nappVersion: 2\ndescription: An app.\nhome: https://example.com/a\n" +
			"icon: data:image/png;base64," + picture + "\nkeywords: [one, two]\nsources: [https://example.com/src, \"javascript:alert(1)\", \"ftp://example.com\"]\n" +
			"maintainers:\n  - name: Ann\n    email: ann@example.com\n    url: javascript:alert(2)\n  - name: Bob\n    email: none\n",
		"app/README.md": "# App\n<script>alert(1)</script>\n", "app/charts/sub-1.0.0.tgz": string(tgz(t, map[string]string{"sub/Chart.yaml": "name: sub\n"})),
	}))), Limits{})
	must(t, err)
	want := &Chart{Name: "app", Version: "1.2.0+build", AppVersion: "2", Description: "An app.", Home: "https://example.com/a", Keywords: []string{"one", "two"},
		Sources: []string{"https://example.com/src"}, Maintainers: []Maintainer{{Name: "Ann", Email: "ann@example.com"}, {Name: "Bob"}},
		README:    "# App\n<script>alert(1)</script>\n", // as it is: shown harmlessly by whoever shows it
		Checklist: []Check{{"README.md", true}, {"LICENSE", false}, {"values.yaml", true}, {"charts/", true}, {"templates/", true}, {"templates/NOTES.txt", true}},
		Warnings: []Problem{
			{File: "Chart.yaml", Line: 9, Message: "the link javascript:alert(1) is left out: only http and https are shown"},
			{File: "Chart.yaml", Line: 9, Message: "the link ftp://example.com is left out: only http and https are shown"},
			{File: "Chart.yaml", Line: 10, Message: "the link javascript:alert(2) is left out: only http and https are shown"},
			{File: "Chart.yaml", Line: 10, Message: "the address none is left out: it is not one of mail"},
		}}
	want.Icon, want.Archive, want.metadata, want.files = c.Icon, c.Archive, c.metadata, c.files
	if diff := cmp.Diff(want, c, cmp.AllowUnexported(Chart{})); diff != "" {
		t.Error(diff)
	}
	if c.Icon == nil || c.Icon.Width != 8 {
		t.Errorf("the icon is %v", c.Icon)
	}
	if diff := cmp.Diff([]string{"Chart.yaml", "README.md", "charts/sub/Chart.yaml", "templates/NOTES.txt", "templates/a.yaml", "values.yaml"}, paths(c.Files())); diff != "" {
		t.Error(diff)
	}
	if text, err := c.Text("values.yaml"); err != nil || text.Text != "replicas: 1\n" {
		t.Errorf("values.yaml is %v, %v", text, err)
	}
	if _, err := c.Text("../values.yaml"); !errors.Is(err, ErrNotFound) {
		t.Errorf("error is %v", err)
	}
}

func paths(files []File) []string {
	var out []string
	for _, f := range files {
		out = append(out, f.Path)
	}
	return out
}

func TestAnIconOfAChartIsNeverAScript(t *testing.T) {
	svg := base64.StdEncoding.EncodeToString([]byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`))
	for _, icon := range []string{"data:image/svg+xml;base64," + svg, "data:text/html,<script>", "javascript:alert(1)", "file:///etc/passwd", "data:image/png;base64,%%%"} {
		c, err := CheckChart(t.Context(), bytes.NewReader(tgz(t, with(map[string]string{"app/Chart.yaml": minimal["app/Chart.yaml"] + "icon: '" + icon + "'\n"}))), Limits{})
		must(t, err)
		if c.Icon != nil || c.IconURL != "" || len(c.Warnings) != 1 {
			t.Errorf("%s: icon %v, link %q, warnings %v", icon, c.Icon, c.IconURL, c.Warnings)
		}
	}
}

func TestTheLimitsOfAChartCanBeChanged(t *testing.T) {
	data := tgz(t, minimal)
	for _, l := range []Limits{{ChartBytes: 100}, {UnpackedBytes: 20}, {FileBytes: 20}, {ChartFiles: 2}} {
		if _, err := CheckChart(t.Context(), bytes.NewReader(data), l); err == nil {
			t.Errorf("%+v let it in", l)
		}
	}
}

func TestCheckingStopsWhenNobodyWaits(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := CheckChart(ctx, bytes.NewReader(tgz(t, minimal)), Limits{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
}

// exampleChart is the chart of one of the example packages, packed.
func exampleChart(t testing.TB, name string) []byte {
	t.Helper()
	dir := filepath.Join("..", "..", "examples", name, "chart")
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		inside, relative := filepath.Rel(dir, path)
		files[filepath.ToSlash(inside)] = string(data)
		return errors.Join(err, relative)
	})
	if err != nil {
		t.Fatal(err)
	}
	return tgz(t, files)
}

func FuzzNoUploadBreaksTheCheck(f *testing.F) {
	f.Add(tgz(f, minimal))
	f.Add(exampleChart(f, "redis"))
	f.Add(tgz(f, with(map[string]string{"app/charts/sub-1.0.0.tgz": string(tgz(f, minimal)), "app/values.schema.json": "{}"})))
	f.Add([]byte("\x1f\x8b"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := CheckChart(t.Context(), bytes.NewReader(data), Limits{UnpackedBytes: 1 << 20, FileBytes: 1 << 19})
		var upload *UploadError
		switch {
		case err != nil && !errors.As(err, &upload):
			t.Fatalf("an error that is none of the upload's: %v", err)
		case err != nil && len(upload.Problems) == 0:
			t.Fatal("refused for nothing")
		case err != nil:
			return
		}
		if message, _ := VersionProblem(c.Version); c.Name == "" || message != "" {
			t.Fatalf("taken with the name %q and the version %q", c.Name, c.Version)
		}
		for _, file := range c.Files() {
			if nameProblem(file.Path) != "" {
				t.Fatalf("it has the file %q", file.Path)
			}
		}
		for _, link := range append([]string{c.Home, c.IconURL}, c.Sources...) {
			if link != "" && !strings.HasPrefix(link, "http://") && !strings.HasPrefix(link, "https://") {
				t.Fatalf("it has the link %q", link)
			}
		}
	})
}

// The archive of a chart is compressed, which a fuzzer does not see through: this one changes the files in it.
func FuzzNoFileBreaksTheCheck(f *testing.F) {
	f.Add(minimal["app/Chart.yaml"], minimal["app/values.yaml"], "{}", minimal["app/templates/a.yaml"])
	f.Add("apiVersion: v2\nname: app\nversion: 1.0.0\nhome: javascript:x\nicon: data:,\nmaintainers: [null]\ndependencies: [null]\n", "a: &a [*a]", `{"$ref": "#"}`, "{{ define \"a\" }}{{ end }}")
	f.Fuzz(func(t *testing.T, metadata, values, valuesSchema, template string) {
		files := with(map[string]string{"app/Chart.yaml": metadata, "app/values.yaml": values, "app/values.schema.json": valuesSchema, "app/templates/a.yaml": template})
		c, err := CheckChart(t.Context(), bytes.NewReader(tgz(t, files)), Limits{})
		var upload *UploadError
		if err != nil && !errors.As(err, &upload) {
			t.Fatalf("an error that is none of the upload's: %v", err)
		}
		if err == nil && (c.Name == "" || c.Version == "") {
			t.Fatal("taken without name or version")
		}
	})
}
